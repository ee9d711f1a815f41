import { IsEmail, IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';

/** The body of POST /inventory/decrease, validated as the real front does. */
export class DecreaseDto {
  @IsInt() @Min(1) @Max(2_147_483_647) product_id!: number;
  @IsInt() @Min(1) @Max(2_147_483_647) quantity!: number;
  @Matches(/^[\x21-\x7e]{1,64}$/) order_id!: string;
  @IsOptional() @IsEmail() @MaxLength(254) customer_email?: string;
}
