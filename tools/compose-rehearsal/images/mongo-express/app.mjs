import { createServer } from 'node:http';
import { MongoClient } from 'mongodb';

const {
  ME_CONFIG_MONGODB_URL: url,
  ME_CONFIG_BASICAUTH_USERNAME: user,
  ME_CONFIG_BASICAUTH_PASSWORD: password,
} = process.env;
const client = new MongoClient(url);
createServer(async (request, response) => {
  if (request.headers.authorization !== `Basic ${btoa(`${user}:${password}`)}`)
    return response.writeHead(401, { 'www-authenticate': 'Basic' }).end('Unauthorized\n');
  try {
    const { databases } = await client.db().admin().listDatabases();
    response.end(`${databases.map(({ name }) => name).join('\n')}\n`);
  } catch (error) {
    response.writeHead(500).end(`${error.message}\n`);
  }
}).listen(8081, process.env.VCAP_APP_HOST);
