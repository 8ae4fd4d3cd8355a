/** Asking for these brings everything; apt works out what they need. */
export const WANTED: readonly string[] = ['postgresql-18-documentdb', 'rabbitmq-server'];

/** The Debian release that has them. */
export const SUITE = 'forky';

/**
 * Of all that those packages depend on, what is ever opened. The rest (raster formats, Perl, systemd …) would double
 * the download. Names of libraries stand without their version, which changes when Debian moves on.
 */
export const ALLOWED: readonly string[] = [
  'postgresql-18', 'postgresql-18-cron', 'postgresql-18-documentdb', 'postgresql-18-pgvector', 'postgresql-18-postgis-3',
  'postgresql-18-postgis-3-scripts', 'postgresql-18-rum',
  'rabbitmq-server', 'erlang-asn1', 'erlang-base', 'erlang-crypto', 'erlang-eldap', 'erlang-eunit', 'erlang-inets',
  'erlang-mnesia', 'erlang-os-mon', 'erlang-public-key', 'erlang-runtime-tools', 'erlang-ssl', 'erlang-syntax-tools',
  'erlang-tools', 'erlang-xmerl',
  'libaudit', 'libbrotli', 'libbson', 'libc', 'libcap', 'libcap-ng', 'libcom-err', 'libcurl3-gnutls', 'libcurl4-gnutls', 'libdeflate', 'libffi',
  'libgcc-s', 'libgcrypt', 'libgeos', 'libgeos-c', 'libgmp', 'libgnutls', 'libgpg-error', 'libgssapi-krb5', 'libhogweed',
  'libicu', 'libidn2', 'libjbig', 'libjpeg62-turbo', 'libjson-c', 'libk5crypto', 'libkeyutils', 'libkrb5', 'libkrb5support', 'libldap', 'liblerc', 'liblz4',
  'liblzma', 'libnettle', 'libnghttp2', 'libnghttp3', 'libngtcp2', 'libngtcp2-crypto-gnutls', 'libnuma', 'libp11-kit',
  'libpam', 'libpcre2', 'libpq', 'libproj', 'libprotobuf-c', 'libpsl', 'libsasl2', 'libsharpyuv', 'libsqlite3', 'libssh2', 'libssl',
  'libstdc++', 'libsystemd', 'libtasn1', 'libtiff', 'libtinfo', 'libunistring', 'liburing', 'libuuid', 'libwebp', 'libxml2', 'libxxhash', 'libzstd', 'zlib',
];

/** Files of allowed packages that nothing here opens; several are linked to libraries we leave out. */
export const LEFT_OUT: readonly string[] = [
  './etc', './var', './usr/bin', './usr/sbin', './usr/share/doc', './usr/share/man', './usr/share/locale', './usr/share/lintian',
  './usr/lib/*/gconv', './usr/lib/rabbitmq/autocomplete', './usr/lib/erlang/*/src', './usr/lib/erlang/*/include',
  '*/bitcode', '*/postgis_raster*', '*/postgis_sfcgal*', '*/postgis_tiger*', '*/postgis_topology*', '*/address_standardizer*',
  '*/postgis--*--*', '*/llvmjit*', '*/pgxml.so', '*/sepgsql.so', '*/plperl*', '*/plpython*', '*/pltcl*', '*/uuid-ossp*',
  './usr/lib/postgresql/18/bin/pg_*', './usr/lib/postgresql/18/bin/psql', './usr/lib/postgresql/18/lib/pgxs',
];

/** What may follow a listed name: a version, and the marks Debian sets behind some. */
const VERSION = /^[-.\d]*(t64|g)?$/;

/** Whether a package of the closure is one of those we open. */
export function isAllowed(name: string, allowed: readonly string[] = ALLOWED): boolean {
  return allowed.some((stem) => name.startsWith(stem) && VERSION.test(name.slice(stem.length)));
}

/**
 * Package names out of `apt-get install --print-uris`, whose lines read `'address' name_version_arch.deb size hash`.
 */
export function packagesOf(printedUris: string): string[] {
  const names = printedUris.split('\n').map((line) => /^'[^']+' ([^_\s]+)_\S+\.deb \d+/.exec(line)?.[1]);
  return names.filter((name) => name !== undefined);
}
