import { base64Encode, utf8Decode } from '../../../protocol/encoding';

/**
 * A file as the string that a field value is: its text as it is where the bytes are well-formed UTF-8 (PEM,
 * JSON, a `.env`), byte order mark included; otherwise the standard base64 of its bytes (PKCS #12, DER).
 * @throws DOMException where the browser cannot read the file (any more)
 */
export async function fileValue(file: File): Promise<string> {
	const bytes = new Uint8Array(await file.arrayBuffer());
	try {
		return utf8Decode(bytes);
	} catch {
		return base64Encode(bytes);
	}
}

const UNITS = ['byte', 'kilobyte', 'megabyte'] as const;
const STEP = 1024;

/** A size in the language: `3.2 kB`. */
export function readableSize(bytes: number, language: string): string {
	const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(STEP)), UNITS.length - 1);
	const unit = UNITS[power] ?? 'byte';
	const format = new Intl.NumberFormat(language, {
		style: 'unit',
		unit,
		unitDisplay: power === 0 ? 'long' : 'short',
		maximumFractionDigits: 1,
	});
	return format.format(bytes / STEP ** power);
}
