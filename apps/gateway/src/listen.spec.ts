import { expect, it } from '@jest/globals';
import { frontDoor, prepareDoor } from '../test/front-door.fixture.js';
import { listen } from './listen.js';

it('a port that is taken is one clear message', async () => {
  const first = await frontDoor();
  const { app, config } = await prepareDoor();
  await expect(listen(app, { ...config, HTTP_PORT: first.port })).rejects.toThrow(
    `gateway cannot start: 127.0.0.1:${first.port} is taken by another process. Stop it, or set HTTP_PORT to a free port`,
  );
  await first.app.close();
});
