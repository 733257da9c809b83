import type { SettingIssue, SettingRule } from '../../domain/setting.js';

/** What the stubs of a probe demand of its resolvers. */
export function stubIssues(probe: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  return [...stubOfNobody(probe), ...stubOfStrangers(probe)];
}

/** A resolv.conf lists addresses that are asked over UDP. */
function stubOfNobody({ stub, resolvers }: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  if (stub === undefined || !Array.isArray(resolvers)) return [];
  const transports = resolvers.map((item: unknown) => (item as { transport?: unknown } | null)?.transport ?? 'udp');
  const message = 'there is no resolver of transport udp here: a stub asks no others';
  return transports.includes('udp') ? [] : [{ at: '/stub', on: 'key', message }];
}

/** A stub's list names resolvers of its own file that clients can ask. */
function stubOfStrangers({ stub, resolvers }: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  if (!Array.isArray(resolvers)) return [];
  const known = resolvers.flatMap((item: unknown) => udpNameOf(item) ?? []);
  if (known.length === 0) return [];
  return stubsOf(stub).flatMap(({ at, resolvers: names }) =>
    names.flatMap((found, index) => {
      if (typeof found !== 'string' || known.includes(found)) return [];
      const message = `must be the name of a resolver of this file of transport udp (${known.join(', ')}), found "${found}"`;
      return [{ at: `${at}/resolvers/${String(index)}`, message }];
    }),
  );
}

function udpNameOf(item: unknown): string | null {
  const { name, transport = 'udp' } = (item ?? {}) as { name?: unknown; transport?: unknown };
  return typeof name === 'string' && transport === 'udp' ? name : null;
}

/** One stub, or a list of them: where each stands, and whom it names. */
function stubsOf(stub: unknown): readonly { readonly at: string; readonly resolvers: readonly unknown[] }[] {
  const found = Array.isArray(stub)
    ? stub.map((one: unknown, index) => ({ at: `/stub/${String(index)}`, one }))
    : [{ at: '/stub', one: stub }];
  return found.map(({ at, one }) => {
    const named = (one as { resolvers?: unknown } | null | undefined)?.resolvers;
    return { at, resolvers: Array.isArray(named) ? named : [] };
  });
}
