import Provider from 'oidc-provider';

/*
 * A real OpenID provider, panva's oidc-provider, as a process of its own: with its own pages to sign in and consent at,
 * where any name and any password will do. Prints its port once it listens. Everything of it is told in JSON:
 * {"port", "clients": [{"id", "secret"?, "redirectUris", "authentication"?}], "rotating", "accessTokenSeconds"}.
 */

const { port, clients, rotating, accessTokenSeconds } = JSON.parse(process.argv[2] ?? '{}');
const issuer = `http://localhost:${String(port)}`;

const provider = new Provider(issuer, {
	clients: clients.map(({ id, secret, redirectUris, authentication }) => ({
		client_id: id,
		...(secret === undefined ? {} : { client_secret: secret }),
		redirect_uris: redirectUris,
		grant_types: ['authorization_code', 'refresh_token'],
		response_types: ['code'],
		application_type: 'native',
		token_endpoint_auth_method: secret === undefined ? 'none' : (authentication ?? 'client_secret_basic'),
	})),
	// Plain HTTP on this machine, which it takes of native clients alone.
	clientBasedCORS: () => false,
	pkce: { required: () => true },
	scopes: ['openid', 'email', 'profile', 'offline_access', 'orders:read'],
	claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
	conformIdTokenClaims: false,
	rotateRefreshToken: rotating,
	issueRefreshToken: (_, client, code) =>
		client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
	features: {
		devInteractions: { enabled: true },
		revocation: { enabled: true },
		introspection: { enabled: true },
		rpInitiatedLogout: { enabled: false },
	},
	ttl: {
		AccessToken: accessTokenSeconds,
		AuthorizationCode: 60,
		Grant: 3_600,
		IdToken: 3_600,
		Interaction: 3_600,
		RefreshToken: 86_400,
		Session: 3_600,
	},
	cookies: { keys: ['of the tests alone'] },
	findAccount: (_, id) => ({
		accountId: id,
		claims: () => ({
			sub: id,
			email: `${id}@example.com`,
			email_verified: !id.startsWith('unverified'),
			name: id.toUpperCase(),
		}),
	}),
});

const server = provider.listen(port, '127.0.0.1', () => {
	process.stdout.write(`listening ${String(port)}\n`);
});
process.on('SIGTERM', () => {
	server.closeAllConnections();
	server.close(() => process.exit(0));
});
