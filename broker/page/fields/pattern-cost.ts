/**
 * An upper bound of the ways that a backtracking matcher tries at worst to match a text of a given length, computed from
 * the pattern alone. Patterns of fields are not trusted: `(a+)+b` would block the page on forty letters.
 *
 * An alternative adds, a sequence multiplies, a repetition of what can itself vary raises to a power.
 */
export function patternCost(pattern: string, length: number): number {
	return new Counter(pattern, length).alternatives();
}

const QUANTIFIER = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/;
const GROUP_START = /^\((?:\?(?:[:=!]|<[=!]|<[^>]*>|[a-z-]*:))?/;

class Counter {
	#at = 0;
	readonly #pattern: string;
	readonly #length: number;

	constructor(pattern: string, length: number) {
		this.#pattern = pattern;
		this.#length = length;
	}

	alternatives(): number {
		let cost = this.#sequence();
		while (this.#skip('|')) cost += this.#sequence();
		return cost;
	}

	#sequence(): number {
		let cost = 1;
		while (this.#at < this.#pattern.length && !/[|)]/.test(this.#next())) cost *= this.#repeated();
		return cost;
	}

	#repeated(): number {
		const cost = this.#atom();
		const quantifier = QUANTIFIER.exec(this.#rest());
		if (quantifier === null) return cost;
		this.#at += quantifier[0].length;
		const { least, most } = this.#times(quantifier);
		return (most - least + 1) * (cost === 1 ? 1 : cost ** most);
	}

	#times([, sign, least = '0', comma, most = '']: RegExpExecArray): { least: number; most: number } {
		if (sign === '?') return { least: 0, most: 1 };
		if (sign !== undefined) return { least: 0, most: this.#length };
		if (comma === '') return { least: Number(least), most: Number(least) };
		return { least: Number(least), most: most === '' ? Math.max(this.#length, Number(least)) : Number(most) };
	}

	#atom(): number {
		const group = GROUP_START.exec(this.#rest());
		if (group !== null) {
			this.#at += group[0].length;
			const cost = this.alternatives();
			this.#skip(')');
			return cost;
		}
		if (this.#next() === '[') this.#skipClass();
		else this.#at += this.#next() === '\\' ? 2 : 1;
		return 1;
	}

	/** Classes nest under the `v` flag. */
	#skipClass(): void {
		let depth = 0;
		do {
			const next = this.#next();
			if (next === '[') depth += 1;
			if (next === ']') depth -= 1;
			this.#at += next === '\\' ? 2 : 1;
		} while (depth > 0 && this.#at < this.#pattern.length);
	}

	#next(): string {
		return this.#pattern.charAt(this.#at);
	}

	#rest(): string {
		return this.#pattern.slice(this.#at);
	}

	#skip(character: string): boolean {
		if (this.#next() !== character) return false;
		this.#at += 1;
		return true;
	}
}
