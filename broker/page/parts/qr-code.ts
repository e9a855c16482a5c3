/*! uqr: MIT License, Copyright (c) Project Nayuki, Copyright (c) 2023 Anthony Fu */
import { encode } from 'uqr';

const SVG = 'http://www.w3.org/2000/svg';
/** Modules of white around a QR code (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/**
 * A QR code as a picture, dark on white whatever the page's colours are: not every camera reads the inverse.
 * @param label what a screen reader says of it
 */
export function qrCode(text: string, label: string): SVGElement {
	const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE });
	const svg = document.createElementNS(SVG, 'svg');
	svg.setAttribute('viewBox', `0 0 ${String(size)} ${String(size)}`);
	svg.setAttribute('class', 'qr');
	svg.setAttribute('role', 'img');
	svg.setAttribute('aria-label', label);
	const path = document.createElementNS(SVG, 'path');
	path.setAttribute('d', data.map((row, y) => rowPath(row, y)).join(''));
	svg.append(path);
	return svg;
}

/** One row as runs of dark modules. */
function rowPath(row: readonly boolean[], y: number): string {
	let path = '';
	for (let x = 0; x < row.length; x += 1) {
		if (row[x] !== true) continue;
		const start = x;
		while (row[x] === true) x += 1;
		path += `M${String(start)} ${String(y)}h${String(x - start)}v1h-${String(x - start)}z`;
	}
	return path;
}
