// An authorization server (`oidc-provider` from npm) and an API that accepts its access tokens, on the local host.

import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const redirect = 'http://127.0.0.1:9/back';
const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(origin, {
  clients: [
    {
      client_id: 'a service',
      client_secret: 'a secret/with+signs=and:more of them',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
    {
      client_id: 'a-posting-service',
      client_secret: 'another-secret-of-a-service',
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
    {
      client_id: 'a-program',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      redirect_uris: [redirect],
      response_types: ['code'],
    },
  ],
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    devInteractions: { enabled: true },
    introspection: { enabled: true },
  },
  scopes: ['openid', 'offline_access', 'books:read', 'books:write'],
  // The server requires PKCE, and every refresh token can be used once.
  pkce: { required: () => true },
  rotateRefreshToken: true,
  ttl: {
    AccessToken: 60,
    ClientCredentials: 60,
    DeviceCode: 60,
    RefreshToken: 600,
    Interaction: 60,
    Session: 60,
    Grant: 600,
    IdToken: 60,
  },
});
const oauth = provider.callback();

// What the server did, for the driver.
const events = [];
for (const name of ['grant.success', 'grant.error', 'authorization.success', 'access_token.issued', 'client_credentials.issued']) {
  provider.on(name, (ctx, error) => {
    const parameters = typeof ctx?.oidc?.params === 'object' ? ctx.oidc.params : {};
    events.push({ name, grant: parameters.grant_type, error: error?.error });
  });
}

async function api(request, response) {
  const reply = (status, value) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const kinds = [provider.AccessToken, provider.ClientCredentials];
  const found = (await Promise.all(kinds.map((kind) => kind.find(token)))).find(Boolean);
  switch (`${request.method} ${request.url}`) {
    case 'GET /api/me':
      if (!found) return reply(401, { code: 'invalid_token', message: 'the token is not valid' });
      return reply(200, { client: found.clientId, user: found.accountId ?? null, scope: found.scope ?? null });
    case 'POST /api/revoke':
      // The API forgets the token with which it is called, as if it had expired.
      await found?.destroy();
      return reply(200, { revoked: Boolean(found) });
    case 'GET /api/events':
      return reply(200, events.splice(0));
    default:
      return reply(404, {});
  }
}

server.on('request', (request, response) => {
  if (request.url.startsWith('/api/')) {
    api(request, response).catch((error) => response.destroy(error));
  } else {
    oauth(request, response);
  }
});
console.log(`listening on ${origin}`);
