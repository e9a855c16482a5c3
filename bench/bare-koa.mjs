import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import Koa from 'koa';

/*
 * The floor that a broker is measured against: a Koa without router and middleware, which reads each body, parses it,
 * and answers the bytes that it was given. Run: node bench/bare-koa.mjs FILE, a JSON list of
 * {method, path (a regular expression), status, headers, text}.
 */

const answers = JSON.parse(readFileSync(process.argv[2], 'utf8')).map((answer) => ({
	...answer,
	path: new RegExp(answer.path),
}));

const app = new Koa();
app.use(async (context) => {
	const chunks = [];
	for await (const chunk of context.req) chunks.push(chunk);
	if (chunks.length > 0) JSON.parse(Buffer.concat(chunks).toString());
	const { status, headers, text } = answers.find(
		({ method, path }) => method === context.method && path.test(context.path),
	);
	context.set(headers);
	context.status = status;
	if (text !== '') context.body = text;
});
const server = app.listen(0, '127.0.0.1', () => {
	console.log(JSON.stringify({ msg: 'listening', port: server.address().port }));
});
