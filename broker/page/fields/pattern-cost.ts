/**
 * An upper bound of the steps that a backtracking matcher takes at worst on a text of a given length, computed from the
 * pattern alone. Patterns of fields are not trusted: `(a+)+b` would block the page on forty letters.
 *
 * The pattern is read as the `v` flag has it (ECMA-262 section 22.2.1). What is not valid, or not known here to be
 * affordable, costs Infinity: classes and properties of strings, and syntax of later editions.
 * @param length of the text, in UTF-16 code units
 */
export function patternCost(pattern: string, length: number): number {
	return new PatternReader(pattern, length).steps();
}

/** What a part of a pattern costs. */
interface Cost {
	/** In how many ways it can match at one place at most: where what follows fails, all of them are tried. */
	readonly ways: number;
	/** Steps to go through all of them. */
	readonly steps: number;
}

const ONE: Cost = { ways: 1, steps: 1 };
const UNAFFORDABLE: Cost = { ways: Infinity, steps: Infinity };

/** A property of strings, such as emoji, matches in several ways. */
const PROPERTY = String.raw`[pP]\{(?!RGI_|Basic_Emoji|Emoji_Keycap)\w+(?:=\w+)?\}`;
const HEX = String.raw`x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|u\{[\dA-Fa-f]+\}`;
const ESCAPE = String.raw`\\(?:[dDsSwWtnvfr]|0(?!\d)|c[A-Za-z]|${HEX}|${PROPERTY}|[\^$\\.*+?()[\]{}|/])`;
const ATOM = new RegExp(String.raw`[^\\^$*+?()[\]{}|]|${ESCAPE}`, 'uy');
const ASSERTION = /[$^]|\\[Bb]/uy;
const REFERENCE = /\\(?:[1-9]\d*|k<[^>]+>)/uy;
const LOOKAROUND = /\(\?<?[=!]/uy;
const GROUP = /\((?:\?(?:<[^=!>][^>]*>|[ims]*(?:-[ims]*)?:)|(?!\?))/uy;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/uy;
/** Of a class, all but its brackets. Without `\q{ab|abc}`, which matches strings. */
const IN_CLASS = new RegExp(String.raw`[^\\[\]]|${ESCAPE}|\\[b&\-!#%,:;<=>@\x60~]`, 'uy');

class PatternReader {
	#at = 0;
	readonly #pattern: string;
	readonly #length: number;

	constructor(pattern: string, length: number) {
		this.#pattern = pattern;
		this.#length = length;
	}

	steps(): number {
		const { steps } = this.#alternatives();
		return this.#at === this.#pattern.length ? steps : Infinity;
	}

	#alternatives(): Cost {
		let { ways, steps } = this.#sequence();
		while (this.#skip('|')) {
			const next = this.#sequence();
			ways += next.ways;
			steps += next.steps;
		}
		return { ways, steps };
	}

	#sequence(): Cost {
		let { ways, steps } = ONE;
		while (this.#at < this.#pattern.length && !/[|)]/.test(this.#next())) {
			const next = this.#repeated();
			steps += ways * next.steps;
			ways *= next.ways;
		}
		return { ways, steps };
	}

	#repeated(): Cost {
		const once = this.#atom();
		const quantifier = this.#read(QUANTIFIER);
		if (quantifier === undefined) return once;
		const [, sign, minimum = '0', comma, maximum = ''] = quantifier;
		const least = sign === undefined ? Number(minimum) : sign === '+' ? 1 : 0;
		const unbounded = sign === undefined ? comma === ',' && maximum === '' : sign !== '?';
		const most = unbounded ? Infinity : sign === '?' ? 1 : comma === ',' ? Number(maximum) : least;
		// Beyond the least, every repetition matches a character at least.
		const times = Math.min(most, least + this.#length);
		return {
			ways: sumOfPowers(once.ways, least, times),
			steps: 1 + once.steps * sumOfPowers(once.ways, 0, times),
		};
	}

	#atom(): Cost {
		if (this.#read(ATOM) !== undefined || this.#read(ASSERTION) !== undefined) return ONE;
		if (this.#read(REFERENCE) !== undefined) return { ways: 1, steps: 1 + this.#length };
		// What is looked for ahead or behind is not gone back into.
		if (this.#read(LOOKAROUND) !== undefined) return { ways: 1, steps: this.#group().steps };
		if (this.#read(GROUP) !== undefined) return this.#group();
		return this.#skip('[') && this.#class() ? ONE : this.#giveUp();
	}

	#group(): Cost {
		const inner = this.#alternatives();
		return this.#skip(')') ? inner : this.#giveUp();
	}

	/** Reads to the end of a class, in which others nest. */
	#class(): boolean {
		while (!this.#skip(']')) {
			if (this.#skip('[') ? !this.#class() : this.#read(IN_CLASS) === undefined) return false;
		}
		return true;
	}

	#giveUp(): Cost {
		this.#at = this.#pattern.length;
		return UNAFFORDABLE;
	}

	#next(): string {
		return this.#pattern.charAt(this.#at);
	}

	#read(expression: RegExp): RegExpExecArray | undefined {
		expression.lastIndex = this.#at;
		const found = expression.exec(this.#pattern) ?? undefined;
		this.#at += found?.[0].length ?? 0;
		return found;
	}

	#skip(character: string): boolean {
		if (this.#next() !== character) return false;
		this.#at += 1;
		return true;
	}
}

/** base^from + … + base^to. */
function sumOfPowers(base: number, from: number, to: number): number {
	const sum = base === 1 ? to - from + 1 : (base ** (to + 1) - base ** from) / (base - 1);
	return Number.isNaN(sum) ? Infinity : sum;
}
