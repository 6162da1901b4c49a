/**
 * Words and short forms of three and four letters, of English, of the trade and of what Windows says in other languages.
 * An account that is called otherwise (`anna`) is replaced wherever its name stands.
 */
const shortWords = new Set(
  `aad abc able acid acis act acts adal add addr adds adfs ado ads adts age aged ago aid aim air aka alg all als also
  amd amp and anew ansi any api apos app apps apr arc arch are area arm army art asia ask asks asn asp ast ate att
  auch auf aug aus auto aux avec away awe aws axe aye baby back bad bag ball ban band bank bar base bash bat bath bay
  bcp bear beat bed bee been beer beg bei bell belt best bet bid big bin bind bios bird bis bit bits biz blob blow
  blue boat body bom bomb bond bone book boot born boss both bow bowl box bsd bulk burn bus bush busy but buy byte cab
  call calm came camp can cap card care case cash cast cat ccm cdc cdn cell cer cert cest cet cgi chap char chip ciam
  cifs cis ciso city cjs cld cli clip clr cls club cmd cms cnf coal coat code col cold com come como con conf cook
  cool cope copy core corp cors cost cow cpan cpl cpu crew crl crop cry csp csr css cst csv ctor cup cut cuts cyan dad
  dam dans dark das dass data date dawn day days dbo dbq ddl ddos dead deal dear debt dec deep defs del dem demo den
  deny der des desc desk dev dhcp dhe dial did die diet dig dim disc disk dism dist div dll dml dmz dns doc docs does
  dog dom done door dose dot down draw drew drop drug dry dsee dsn dss dtd dual due dumb dump dust duty each ear earn
  ease east easy eat ecc ecdh echo ecma edge edt edu een efs egg ego ein eine eio elf else ems end ends enu enum env
  eof eol era err esac esc est esta este etc eve even ever evil exam exe exec exit ext eye face fact fail fair fall
  fan faq far fare farm fast fat fate fax fear feb fee feed feel feet fell felt few fff file fill film find fine fips
  fire firm fish fit fits five fix flag flat flex flow fly fog font food foot for form fort four fqdn free fri from
  ftp fuel full fun fund fur gain game gap gas gate gave gcc gcm gear geo get gets gid gift girl give gke glad glob
  gmsa gmt goal god goes gold golf gone good got goto gov gpl gpo gpu gray grew grey grid grow gssp gui guid gulf gun
  guy gzip had hair half hall hand hang hard harm has hash hat hate have hdd head hear heat held help here hero het
  hex hide high hill hint hire his hist hit hkcr hkcu hklm hku hmac hold hole holy home hook hop hope host hot hour
  how hpc href hsm hsts html http huge hung hunt hurt iaas iam ibm ice icmp ide idea idle ids ietf igmp ihr iis ill
  imap inc inch info ini init ink ins int intl into ips ipv iron isdn iso isp isql iss ist item its itsm jam jan java
  jdbc jdk jet jks job jobs join jpeg jpg jre json jsp jul july jump jun june jury just jvm jwt kann kdc keen keep
  kein kept key keys kib kick kid kill kind king kms knee knew know kpi krb lab lack lady laid lake lan land lane lang
  lap las last late law lawn lay lcid ldap ldif ldp lds lead led left leg lend les less let lets lfs lib libs lie lies
  life lift like line link lip list lit live load loan loc lock log logo logs long look loop lord los lose loss lost
  lots love low luck lun lvm mac mach mad made mail main make male man many map mar mark mass mate math max may meal
  mean meat med meet men mend menu mere mess met mfa mfg mib mid mil mile milk mill mim mime min mine mips miss mit
  mitm mix mms mode mon mono mood moon more most move mpls msc msdb msds msft msi msil mssp mst mtls mtu much mud muss
  must mvid nach name nano nas nat navy near neck need net new news next nfkc nic nice niet nine nist noc noch node
  none noop nor nose not note noto nov now npm nsg ntfs nth ntlm ntp nul null num nur nut nvl oak obj och ocsp
  oct odbc odd oder oem off oid oil okay old ole once one ones only onto open opex ops opt oral ord org osql oss otp
  oud our out over owe own owns paas pac pace pack page paid pain pair palm pan par para park part pas pass past path
  pay pci pdf pdt pdu peak pem pen per perl pet pfx pgp php pick pid pie pile pill pin ping pink pipe pit pki plan
  play plot plug plus png poc poll pool poor pop pops por port post pot pour pray prd pre prem prim priv pro proc prod
  prom prov psc pscp psk pst pull pure push put pwd pwp qos quay que qui quit quot race raid rail rain ram ran rank
  rar ras rate raw ray rdbm rdn rdp read real rear red ref reg rel rely rent repo rest rfc rice rich rid ride rip rise
  risk rock rod role roll roof room root rose rot row rows rpc rpf rpm rsa rsat rss rtt rub rule run runs rush
  saas sad safe said sail sake sale salt sam same saml san sand sans sas sasl sat save saw say says scim scsi sdk sdu
  sea seat see seed seek seem seen sees self sell semi send sent sep sept set sets setx sew sftp sgml sha ship
  shop shot show shut sich sick sid side sids sie siem sign sin sind sip sir sit site six size skin skip sky sla slip
  slow smb smtp snmp snow soa soap soc soft soil sold sole soll som some son song soon sort soul sox span spec spn
  spot spy sql src ssd ssh ssid ssl sso star stat stay step stmt stop sts stun sub such suit sum sun sup sur sure svc
  svg swap swim syn sync sys tab tag tags tail take tale talk tall tank tap tape tar task tax tba tbd tcp tds tea team
  tech tell temp ten tend term test text tftp tgt than that the them then they thin this thu thur thus tick tie tier
  ties till time tin tiny tip tls tmp told toll tone too took tool top tour town toy tpm tree trim trip true try ttl
  tty tube tue tues tune turn twin two txt type uac uat ucs udp uefi uid una unc und une uniq unit unix uno upn upon
  uri url urls urn usb use used user uses usn usr utc utf util uuid vain van var vary vast vdi vds verb very vhd vice
  view vip vlan vms vmx void voip vom von voor vote vpc vpn vps vso wage wait wake walk wall wan want war ward warm
  warn was wash wave way ways wbem weak wear web wed week well went were west wet what when who whom why wide wien
  wife wifi wiki wild will win wind wine wing wins wir wird wire wise wish with wmi won wood word wore work worn wpad
  wrap wsdl wsl wss www xaml xml xyz yaml yard yeah year yes yet yml you your yum yyyy zero zfs zip zone zoo zsh zum
  zur`.split(/\s+/),
);

/** A name of three or four letters, which nothing else is called. */
export function isShortName(name: string): boolean {
  return /^\p{L}{3,4}$/u.test(name) && !shortWords.has(name.toLowerCase());
}
