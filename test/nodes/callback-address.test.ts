import { callbackAddress } from '../../nodes/AwaitCredential/suspend/callback-address';
import { nodeContext } from '../support/n8n-context';

const address = (resumeUrl: unknown, brokerUrl = 'https://broker.example') =>
	callbackAddress(nodeContext({ resumeUrl }).context, brokerUrl).href;

it('is n8n’s resume URL with the webhook’s path before the query', () => {
	expect(address('https://n8n.example/webhook-waiting/7?signature=abc')).toBe(
		'https://n8n.example/webhook-waiting/7/linkauth?signature=abc',
	);
	expect(address('https://n8n.example/webhook-waiting/7/')).toBe(
		'https://n8n.example/webhook-waiting/7/linkauth',
	);
});

it.each([
	'http://localhost:5678/w/7',
	'http://127.0.0.1:5678/w/7',
	'http://[::1]:5678/w/7',
	'http://n8n.localhost/w/7',
])('%s is of use to a broker on the same machine alone', (resumeUrl) => {
	expect(address(resumeUrl, 'http://127.0.0.1:8080')).toBe(`${resumeUrl}/linkauth`);
	expect(() => address(resumeUrl)).toThrow(/its address is http:\S+, which is this machine alone\./);
});

it.each([undefined, '', 'none', 7])('%p is no address', (resumeUrl) => {
	expect(() => address(resumeUrl)).toThrow('n8n gives no address at which to resume it');
});
