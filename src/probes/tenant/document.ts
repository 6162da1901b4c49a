import { defined } from '../../base/defined.ts';
import { parseObject } from '../../base/json.ts';
import type { HttpAnswer } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import type { Settings } from '../../settings/schema.ts';
import type { SignInFacts } from '../network/sign-in.ts';

/** What a tenant's OpenID configuration says of it, without any sign-in. Members are absent where it is silent. */
export type TenantDocument = {
  /** The tenant's GUID, from the issuer. */
  readonly tenantId?: string;
  /** `cloud_instance_name`: `microsoftonline.com`, `microsoftonline.us`, `partner.microsoftonline.cn`. */
  readonly instance?: string;
  /** `tenant_region_scope`: `NA`, `EU`, `USGov`, ... : where data lies, not a country. */
  readonly region?: string;
  /** `tenant_region_sub_scope`: `GCC`, `DODCON`, `DOD`. */
  readonly subRegion?: string;
  /** `msgraph_host`. */
  readonly graph?: string;
};

export function readDocument({ body }: HttpAnswer): TenantDocument {
  const json = parseObject(body) ?? {};
  const issuer = typeof json.issuer === 'string' ? json.issuer : '';
  const tenantId = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(issuer)?.[0].toLowerCase();
  return {
    ...defined({ tenantId }),
    ...word('instance', json.cloud_instance_name),
    ...word('region', json.tenant_region_scope),
    ...word('subRegion', json.tenant_region_sub_scope),
    ...word('graph', json.msgraph_host),
  };
}

/** Short names only: what is longer is not what these members hold. */
function word<K extends keyof TenantDocument>(key: K, value: unknown): Pick<TenantDocument, K> | object {
  if (typeof value !== 'string' || !/^[\w.:-]{1,100}$/.test(value)) return {};
  return { [key]: value };
}

export type CloudName = keyof ReturnType<typeof cloudValues>;

export function cloudValues() {
  return requirement('CLD-03').values.clouds;
}

/** Which cloud has the tenant, by the name that the configuration gives it. */
export function cloudOf({ instance }: TenantDocument): CloudName | undefined {
  const known = Object.entries(cloudValues()) as [CloudName, { readonly instance: string }][];
  return known.find(([, values]) => values.instance === instance?.toLowerCase())?.[0];
}

/**
 * The cloud that has the tenant where `.ecmarc` names another one: the sign-in host of the public cloud tells of
 * tenants of US Government too. Undefined for a cloud that is given by its address.
 */
export function otherCloud(document: TenantDocument, { tenant }: Settings): CloudName | undefined {
  const home = cloudOf(document);
  return typeof tenant.cloud !== 'string' || home === tenant.cloud ? undefined : home;
}

/** A cloud as people call it. */
export function cloudText(cloud: CloudName): string {
  return { public: 'public cloud', usgov: 'US Government', china: '21Vianet (China)' }[cloud];
}

/** The special cloud inside a cloud that a sub-scope stands for: GCC, GCC High, DoD. */
export function specialCloud({ subRegion }: TenantDocument): string | undefined {
  const { subScopes } = requirement('CLD-03').values;
  if (subRegion === undefined) return undefined;
  return Object.entries(subScopes).find(([scope]) => scope === subRegion.toUpperCase())?.[1];
}

/** Unknown tenant, or what no tenant can be called. The second number is not confirmed by the documents read. */
export function isUnknownTenant({ answer, error }: Pick<SignInFacts, 'answer' | 'error'>): boolean {
  const { unknownTenant } = requirement('CLD-03').values;
  return answer === 'refusal' && [unknownTenant, 'AADSTS900023', 'invalid_tenant'].includes(error ?? '');
}
