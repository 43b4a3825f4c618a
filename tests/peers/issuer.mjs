// npm oidc-provider in the shape of an Okta authorization server: issuer.mjs PORT CERTIFICATE KEY.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import Koa from 'koa';
import mount from 'koa-mount';
import { Provider } from 'oidc-provider';

const [port, certificate, key] = process.argv.slice(2);
const path = '/oauth2/default';
const scopes = ['openid', 'profile', 'email', 'offline_access', 'aws.ops'];

const client = {
  client_id: 'awsops-cli',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: ['http://127.0.0.1:8765/callback'],
};

// Okta's access tokens are JWTs for the API, whatever resource was asked for.
const resource = (_context, audience) => ({
  audience,
  scope: scopes.join(' '),
  accessTokenFormat: 'jwt',
  accessTokenTTL: 3600,
  jwt: { sign: { alg: 'RS256' } },
});

// Okta names client, person and scopes in claims of its own.
const oktaClaims = (_context, token, jwt) => {
  const { client_id: cid, ...payload } = jwt.payload;
  const scp = (token.scope ?? '').split(' ').filter(Boolean);
  jwt.header = { ...jwt.header, typ: 'JWT' };
  jwt.payload = { ...payload, ver: 1, cid: cid ?? token.clientId, uid: `00u${token.accountId}`, scp };
};

const provider = new Provider(`https://localhost:${port}${path}`, {
  clients: [client],
  scopes,
  pkce: { required: () => true },
  routes: { authorization: '/v1/authorize', token: '/v1/token', jwks: '/v1/keys' },
  features: {
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'api://default',
      useGrantedResource: () => true,
      getResourceServerInfo: resource,
    },
  },
  formats: { customizers: { jwt: oktaClaims } },
});
provider.on('server_error', (_context, error) => console.error(error));

const app = new Koa();
app.use(mount(path, provider));
const tls = { cert: readFileSync(certificate), key: readFileSync(key) };
createServer(tls, app.callback()).listen(Number(port), '127.0.0.1');
