// What Linux tells of a process: its time, its memory, its descriptors, its ports.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The kernel counts a process's time in hundredths of a second (USER_HZ) on every platform Node.js runs on. */
const TICK_US = 10_000;

/** Microseconds of CPU that a process has used, all its threads together, in user and kernel mode. */
export function cpuUsOf(pid) {
  return ticksIn(`/proc/${String(pid)}/stat`) * TICK_US;
}

/** The same by thread: the main thread, and all others together. */
export function cpuUsByThread(pid) {
  const threads = readdirSync(`/proc/${String(pid)}/task`);
  const used = threads.map((tid) => [tid, ticksIn(`/proc/${String(pid)}/task/${tid}/stat`) * TICK_US]);
  const mainUs = used.find(([tid]) => tid === String(pid))?.[1] ?? 0;
  return { mainUs, otherUs: used.reduce((sum, [, us]) => sum + us, 0) - mainUs };
}

/** Resident memory in megabytes. */
export function rssMbOf(pid) {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  return Math.round((Number(kilobytes) / 1024) * 10) / 10;
}

export function openDescriptorsOf(pid) {
  return readdirSync(`/proc/${String(pid)}/fd`).length;
}

/** Local ports of a process's UDP sockets (IPv4). */
export function udpPorts(pid) {
  const inodes = socketInodes(pid);
  const rows = readFileSync('/proc/net/udp', 'utf8').trim().split('\n').slice(1);
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , , , , , , , , inode]) => inodes.has(inode))
    .map(([, local]) => Number.parseInt(local.split(':')[1], 16));
}

function socketInodes(pid) {
  const inodes = new Set();
  for (const fd of readdirSync(`/proc/${String(pid)}/fd`)) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${String(pid)}/fd/${fd}`))?.[1];
      if (inode !== undefined) inodes.add(inode);
    } catch {
      // closed meanwhile
    }
  }
  return inodes;
}

/** utime and stime of proc_pid_stat(5); the command's name, in parentheses, may hold anything. */
function ticksIn(path) {
  try {
    const text = readFileSync(path, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0; // a thread that has ended
  }
}
