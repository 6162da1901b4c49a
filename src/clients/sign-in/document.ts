import { defined } from '../../base/defined.ts';
import { parseObject } from '../../base/json.ts';
import type { HttpAnswer } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import type { Settings } from '../../settings/schema.ts';

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
  return defined({
    tenantId,
    instance: shortName(json.cloud_instance_name),
    region: shortName(json.tenant_region_scope),
    subRegion: shortName(json.tenant_region_sub_scope),
    graph: shortName(json.msgraph_host),
  });
}

/** What is longer is not what these members hold. */
function shortName(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:-]{1,100}$/.test(value) ? value : undefined;
}

export type CloudName = keyof ReturnType<typeof cloudValues>;

export function cloudValues() {
  return requirement('CLD-03').values.clouds;
}

export function cloudNames(): readonly CloudName[] {
  return Object.keys(cloudValues()).filter((name): name is CloudName => name in cloudValues());
}

/** Which cloud has the tenant, by the name that the configuration gives it. */
export function cloudOf({ instance }: TenantDocument): CloudName | undefined {
  return cloudNames().find((cloud) => cloudValues()[cloud].instance === instance?.toLowerCase());
}

/**
 * The cloud that has the tenant where `.ecmarc` names another one: the sign-in host of the public cloud tells of
 * tenants of US Government too. Undefined for a cloud that is given by its address.
 */
export function otherCloud(document: TenantDocument, { tenant }: Settings): CloudName | undefined {
  const home = cloudOf(document);
  return typeof tenant.cloud !== 'string' || home === tenant.cloud ? undefined : home;
}
