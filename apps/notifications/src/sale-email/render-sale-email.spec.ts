import { productSoldExample } from '@app/contracts';
import { describe, expect, it } from '@jest/globals';
import { renderSaleEmail } from './render-sale-email.js';

describe('the mail of a sale', () => {
  it('names order, product, quantity, unit price and total', () => {
    const { subject, text, html } = renderSaleEmail(productSoldExample);
    expect(subject).toBe('Order ORD-2024-001: 2 x Laptop Gamer');
    for (const fact of ['ORD-2024-001', 'Laptop Gamer', 'USD 1,499.00', 'USD 2,998.00']) {
      expect(text).toContain(fact);
      expect(html).toContain(fact);
    }
    expect(text).toMatch(/^Quantity: +2$/m);
    expect(html).toContain('<th align="left">Quantity</th><td>2</td>');
  });

  it('shows markup in a name as text', () => {
    const { html, text } = renderSaleEmail({
      ...productSoldExample,
      product_name: `<img src=x onerror="a('b')"> & Co`,
    });
    expect(html).toContain('&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt; &amp; Co');
    expect(html).not.toContain('<img');
    expect(text).toContain('<img src=x');
  });

  it('keeps a name on its line, whatever it contains', () => {
    const event = {
      ...productSoldExample,
      product_name: 'Mouse\r\nBcc: eve@example.org\u2028\u0000x',
      order_id: 'A\nB',
    };
    const { subject, text } = renderSaleEmail(event);
    expect(subject).toBe('Order A B: 2 x Mouse Bcc: eve@example.org x');
    expect(text.split('\n')).toHaveLength(9);
  });
});
