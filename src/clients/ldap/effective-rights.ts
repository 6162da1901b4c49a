import type { Control } from 'ldapts';
import { requirement } from '../../requirements/index.ts';

/**
 * The Get Effective Rights control for one account. 389 takes the authorization id as it is; Sun's and OpenDJ's
 * line takes it in a sequence, with the attributes to ask about (none here: those of the search).
 */
export async function effectiveRights(account: string, style: 'plain' | 'sequence'): Promise<Control> {
  const { BerWriter, Control: Base } = await import('ldapts');
  const id = `dn:${account}`;
  class EffectiveRights extends Base {
    protected override writeControl(writer: InstanceType<typeof BerWriter>): void {
      if (style === 'plain') {
        writer.writeString(id);
        return;
      }
      const value = new BerWriter();
      value.startSequence();
      value.writeString(id);
      value.startSequence();
      value.endSequence();
      value.endSequence();
      writer.writeBuffer(value.buffer, 4);
    }
  }
  return new EffectiveRights(requirement('LDAP-11').values.effectiveRights, { critical: true });
}
