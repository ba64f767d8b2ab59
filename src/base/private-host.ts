import { BlockList, isIP } from 'node:net'

/**
 * Whether a URL's host can only be on the operator's own network, told without asking any name server: addresses that
 * are not public, and names that no public one has (`localhost`, `odoo`, `db.internal`). `host` as `URL.hostname`
 * gives it, in which every way to write an IPv4 address (`0x7f.1`, `2130706433`) has become the plain one.
 */
export function isPrivateHost(host: string): boolean {
  const name = host
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '')
    .toLowerCase()
  const family = isIP(name)
  if (family === 4) return isPrivateV4(name)
  if (family === 6) return isPrivateV6(name)
  return !name.includes('.') || PRIVATE_NAMES.test(name)
}

/** The host of what a configuration calls an address, with or without `http://`; null: it has none. */
export function hostOf(address: string): URL | null {
  const text = address.trim()
  return URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`)
}

const PRIVATE_NAMES = /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home|corp|private|home\.arpa)$/

const PRIVATE_V4 = listed('ipv4', [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
])
/** Only 2000::/3 is public, and of it not what tunnels to IPv4 or is for documents. */
const PUBLIC_V6 = listed('ipv6', ['2000::/3'])
const PRIVATE_V6 = listed('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])

const isPrivateV4 = (address: string): boolean => PRIVATE_V4.check(address, 'ipv4')
const isPrivateV6 = (address: string): boolean => !PUBLIC_V6.check(address, 'ipv6') || PRIVATE_V6.check(address, 'ipv6')

function listed(family: 'ipv4' | 'ipv6', subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [net = '', bits = ''] = subnet.split('/')
    list.addSubnet(net, Number(bits), family)
  }
  return list
}
