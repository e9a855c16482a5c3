import fc from 'fast-check';
import { strangeText, strangeValue } from './strange-values';

/** A body of a call, and a member of it or of what is in it. */
type Body = Readonly<Record<string, unknown>>;

/** What is done to one member of a body. */
type Change = (holder: Record<string, unknown>, name: string) => void;

/** A valid body of which one member, however deep, is missing, doubled under another name, or something else. */
function almost(valid: Body): fc.Arbitrary<unknown> {
	return fc
		.tuple(fc.nat({ max: 200 }), fc.oneof({ weight: 5, arbitrary: replaced() }, removed(), added()))
		.map(([at, change]) => {
			const copy = structuredClone(valid) as Record<string, unknown>;
			const places = placesIn(copy);
			const [holder, name] = places[at % places.length] ?? [copy, 'x'];
			change(holder, name);
			return copy;
		});
}

function replaced(): fc.Arbitrary<Change> {
	return strangeValue().map((value) => (holder, name) => {
		holder[name] = value;
	});
}

function removed(): fc.Arbitrary<Change> {
	return fc.constant((holder, name) => {
		Reflect.deleteProperty(holder, name);
	});
}

/** A member that JSON has and no object literal: `__proto__` becomes one of the object's own. */
function added(): fc.Arbitrary<Change> {
	return fc.tuple(strangeText(), strangeValue()).map(([name, value]) => (holder) => {
		if (Array.isArray(holder)) holder.push(value);
		else Object.defineProperty(holder, name, { value, enumerable: true });
	});
}

/** Every member, each with the object or array that holds it. */
function placesIn(holder: Record<string, unknown>): [Record<string, unknown>, string][] {
	return Object.entries(holder).flatMap(([name, value]) => {
		const inside = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
		return [[holder, name] as [Record<string, unknown>, string], ...placesIn(inside)];
	});
}

/** A body as bytes that are JSON, almost JSON, or nothing of the kind. */
export function strangeBytes(valid: Body): fc.Arbitrary<Buffer> {
	const text = JSON.stringify(valid);
	return fc.oneof(
		{ weight: 6, arbitrary: almost(valid).map((body) => Buffer.from(JSON.stringify(body))) },
		{ weight: 2, arbitrary: damaged(text) },
		{ weight: 1, arbitrary: strangeValue().map((value) => Buffer.from(JSON.stringify(value))) },
		{ weight: 1, arbitrary: fc.json().map((json) => Buffer.from(json)) },
		{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)) },
		{ weight: 2, arbitrary: fc.constantFrom(...oddities(text)) },
	);
}

/** A text with some of its bytes lost and others put in. */
function damaged(text: string): fc.Arbitrary<Buffer> {
	const bytes = Buffer.from(text);
	const put = fc.uint8Array({ maxLength: 4 });
	return fc
		.tuple(fc.nat({ max: bytes.length }), fc.nat({ max: 3 }), put)
		.map(([at, lost, more]) => Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at + lost)]));
}

/** What parsers stumble over. */
function oddities(text: string): Buffer[] {
	const inside = text.slice(1, -1);
	const texts = [
		...['', ' ', 'null', 'true', '0', '""', '[]', '{}', '{', '}', `${text}${text}`, `${text},`, `[${text}]`],
		...['['.repeat(50_000), '{"a":'.repeat(20_000), `${'['.repeat(9_000)}${']'.repeat(9_000)}`],
		...['1e999', '-0', '1'.repeat(20_000), `{"ttl":1e999,${inside}}`, `{${inside},"ttl":-0}`],
		...[`{"__proto__":{"ttl":30},${inside}}`, `{"__proto__":null,${inside}}`, `{"constructor":1,${inside}}`],
		...[
			`{${inside},${inside}}`,
			`{${inside},"\\u0000":1}`,
			`{${inside},"reason":"\\ud800"}`,
			`\t\r\n ${text} \n`,
		],
		...[
			`\ufeff${text}`,
			`'${inside}'`,
			`{${inside},}`,
			`/**/${text}`,
			`{${inside},"a":NaN}`,
			`{${inside},"a":01}`,
		],
		...[text.replace(/":/, '"\u00a0:'), text.replaceAll('"', '\u201c'), `{"a":"${'a'.repeat(280_000)}"}`],
	];
	return [
		...texts.map((each) => Buffer.from(each)),
		Buffer.from(text, 'utf16le'),
		Buffer.concat([
			Buffer.from('{"reason":"'),
			Buffer.from([0xc0, 0x80, 0xff, 0xed, 0xa0, 0x80]),
			Buffer.from('"}'),
		]),
	];
}
