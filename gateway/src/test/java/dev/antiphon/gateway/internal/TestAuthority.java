package dev.antiphon.gateway.internal;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A certificate authority for tests. It issues the certificates of the test servers. */
final class TestAuthority {
  private final X509Bundle root;

  TestAuthority(String name) {
    try {
      root =
          new CertificateBuilder()
              .ecp256()
              .subject("CN=" + name)
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  X509Certificate certificate() {
    return root.getCertificate();
  }

  String pem() {
    return root.getCertificatePEM();
  }

  /** The TLS context of a server with a certificate for localhost, 127.0.0.1 and ::1. */
  SslContext local() {
    return server(
        new CertificateBuilder()
            .addSanDnsName("localhost")
            .addSanIpAddress("127.0.0.1")
            .addSanIpAddress("::1"));
  }

  SslContext expired() {
    Instant now = Instant.now();
    return server(
        new CertificateBuilder()
            .addSanDnsName("localhost")
            .notBefore(now.minus(2, ChronoUnit.DAYS))
            .notAfter(now.minus(1, ChronoUnit.DAYS)));
  }

  SslContext named(String host) {
    return server(new CertificateBuilder().addSanDnsName(host));
  }

  /** A server whose only cipher suite needs an RSA key, which its certificate does not have. */
  SslContext withoutCommonCipher() {
    return server(
        new CertificateBuilder().addSanDnsName("localhost"),
        List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"));
  }

  private SslContext server(CertificateBuilder names) {
    return server(names, null);
  }

  /** A server with these cipher suites; null means the default. */
  private SslContext server(CertificateBuilder names, List<String> ciphers) {
    try {
      X509Bundle leaf =
          names
              .ecp256()
              .subject("CN=voice server")
              .addExtendedKeyUsageServerAuth()
              .buildIssuedBy(root);
      return SslContextBuilder.forServer(leaf.getKeyPair().getPrivate(), leaf.getCertificatePath())
          .ciphers(ciphers)
          .build();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
