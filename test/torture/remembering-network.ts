import { Socket } from 'node:net';
import type { HttpAnswer, Network, SecureStep, Step } from '../../src/platform/types.ts';
import { closeOnAbort } from '../../src/platform/wait.ts';

/** RFC 5737. */
const publicNet = '192.0.2';

/**
 * Each question goes to its real peer the first time, and its answer is remembered: a row of twenty hosts that is tried
 * hundreds of times would else make ten thousand handshakes. Sockets are handed out each time anew, and are as open or
 * closed as real ones would be. `leads` says which port of this machine a name and port lead to.
 */
export function rememberingNetwork(network: Network, leads: (host: string, port: number) => number): Network {
  const secured = new Map<string, SecureStep>();
  const answers = new Map<string, Step<HttpAnswer>>();
  /** Where a socket that was handed out would lead. */
  const ways = new WeakMap<
    Socket,
    { readonly port: number; readonly tls?: Parameters<Network['secure']>[1] }
  >();
  /** Each name has an address of its own, by which it is known again. */
  const names: string[] = [];

  const addressOf = (host: string): string => {
    if (host === 'localhost') return '127.0.0.1';
    if (!names.includes(host)) names.push(host);
    return `${publicNet}.${names.indexOf(host) + 1}`;
  };
  const nameOf = (address: string): string =>
    address.startsWith(publicNet) ? (names[Number(address.split('.').at(-1)) - 1] ?? address) : 'localhost';
  const real = async (port: number, signal: AbortSignal): Promise<Socket> => {
    const step = await network.connect({ addresses: [{ address: '127.0.0.1', family: 4 }], port }, signal);
    if (!step.ok) throw new Error(`nobody at ${port}: ${step.problem.text}`);
    return step.socket;
  };
  const shake = async (
    port: number,
    peer: Parameters<Network['secure']>[1],
    signal: AbortSignal,
  ): Promise<SecureStep> => network.secure(await real(port, signal), peer, signal);

  return {
    ...network,
    lookup: async (host) => ({ ok: true, ms: 1, addresses: [{ address: addressOf(host), family: 4 }] }),
    aliases: async (name) => [`edge.${name}`],
    async connect({ addresses, port }, signal) {
      const { address = '' } = addresses[0] ?? {};
      const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: address });
      ways.set(socket, { port: leads(nameOf(address), port) });
      closeOnAbort(signal, socket);
      return { ok: true, ms: 1, socket, address, tried: [] };
    },
    async secure(socket, peer, signal) {
      const { port = 0 } = ways.get(socket) ?? {};
      const key = `${peer.host} ${port}`;
      const known = secured.get(key) ?? (await shake(port, peer, signal));
      if (!secured.has(key) && known.ok) known.socket.destroy();
      secured.set(key, known);
      if (!known.ok) {
        socket.destroy();
        return known;
      }
      ways.set(socket, { port, tls: peer });
      return { ...known, socket };
    },
    async get(socket, request, signal) {
      const { port = 0, tls } = ways.get(socket) ?? {};
      const { content, host, target } = request;
      const key = JSON.stringify([port, host, target, content?.headers(), content?.body?.()]);
      const ask = async () => {
        const step = tls === undefined ? undefined : await shake(port, tls, signal);
        if (step?.ok === false) throw new Error(step.problem.text);
        return network.get(step?.socket ?? (await real(port, signal)), request, signal);
      };
      const answer = answers.get(key) ?? (await ask());
      answers.set(key, answer);
      socket.destroy();
      return answer;
    },
  };
}
