import type { Context } from './context';
import { acceptsHtml } from './read-headers';

/*
 * Where a request comes from, as browsers say it (`Sec-Fetch-Site`, W3C Fetch Metadata): no page can forge or leave out the
 * header. What is no browser does not send it, and neither do browsers from before 2023, nor any over plain http to another
 * machine.
 */

/** Whether a page of another site has made the request, or led here by a link, a form or a redirect. */
export function isFromOtherSite(context: Context): boolean {
	return !['', 'same-origin', 'none'].includes(context.get('sec-fetch-site'));
}

/**
 * Whether a page of this broker has led here, or what is no browser calls: browsers ask for HTML by name.
 * @param withCookie whether it is known to be the browser meant: then one that does not say where it comes from may be led
 *   by the page as well
 */
export function isFromOwnPage(context: Context, withCookie: boolean): boolean {
	const site = context.get('sec-fetch-site');
	return site === 'same-origin' || (site === '' && (withCookie || !acceptsHtml(context)));
}
