import type { JsonSchema, OpenApiDocument } from '../openapi-types';
import { html, inline, type Html, type Part } from './html';
import { kindOf } from './kind-of';

/** The members of a schema, each with its kind and meaning; those of variants one after the other. */
export function renderMembers(schema: JsonSchema, document: OpenApiDocument): Html {
	const own = resolved(schema, document);
	const variants = own.oneOf?.filter((variant) => variant.properties);
	if (variants && variants.length > 0)
		return html`${variants.map((variant) => renderVariant(variant, document))}`;
	if (!own.properties) return html``;
	const { required = [] } = own;
	const rows = Object.entries(own.properties).map(([name, member]) =>
		renderMember(name, member, required.includes(name), document),
	);
	return html`<dl class="members">${rows}</dl>`;
}

/** The schema that a reference leads to. */
function resolved(schema: JsonSchema, document: OpenApiDocument): JsonSchema {
	const name = schema.$ref?.split('/').at(-1);
	return (name === undefined ? undefined : document.components.schemas[name]) ?? schema;
}

function renderVariant(variant: JsonSchema, document: OpenApiDocument): Html {
	const { status, ...others } = variant.properties ?? {};
	const values = status?.enum ?? [status?.const];
	const names = values.map((value, at) => [at > 0 && ', ', html`<code>${String(value)}</code>`] as Part);
	return html`<div class="variant">
		<h5>status ${names}</h5>
		<p>${inline(status?.description ?? '')}</p>
		${renderMembers({ ...variant, properties: others }, document)}
	</div>`;
}

function renderMember(name: string, member: JsonSchema, required: boolean, document: OpenApiDocument): Html {
	const within = member.items ?? member;
	return html`<div>
		<dt>
			<code>${name}</code>
			<span class="kind">${inline(kindOf(member))}</span>
			${required && html`<span class="required">required</span>`}
		</dt>
		<dd>
			${member.description !== undefined && inline(member.description)} ${renderMembers(within, document)}
		</dd>
	</div>`;
}
