package dev.antiphon.testkit.internal.net;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * The TLS settings of the WebSocket: the TLS context, and the certificate that clients must trust.
 */
public final class ServerTls {

  private static final Duration VALIDITY = Duration.ofDays(30);

  private final Optional<SslContext> context;
  private final Optional<X509Certificate> authority;

  private ServerTls(Optional<SslContext> context, Optional<X509Certificate> authority) {
    this.context = context;
    this.authority = authority;
  }

  /** Returns settings without TLS. */
  public static ServerTls plain() {
    return new ServerTls(Optional.empty(), Optional.empty());
  }

  /**
   * Creates a certificate authority and a certificate that it issues. Two certificates are
   * necessary because strict clients refuse a server certificate that is its own authority.
   */
  public static ServerTls selfMade(Optional<InetAddress> alsoNamed) {
    try {
      Instant now = Instant.now();
      CertificateBuilder validNow =
          new CertificateBuilder()
              .ecp256()
              .notBefore(now.minus(Duration.ofDays(1)))
              .notAfter(now.plus(VALIDITY));
      X509Bundle authority =
          validNow
              .copy()
              .subject("CN=Antiphon Testkit Authority")
              .setIsCertificateAuthority(true)
              .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.cRLSign)
              .buildSelfSigned();
      CertificateBuilder server =
          validNow
              .copy()
              .subject("CN=localhost")
              .addSanDnsName("localhost")
              .addSanIpAddress("127.0.0.1")
              .addSanIpAddress("::1")
              .setKeyUsage(true, KeyUsage.digitalSignature)
              .addExtendedKeyUsageServerAuth();
      alsoNamed
          .filter(address -> !address.isLoopbackAddress() && !address.isAnyLocalAddress())
          .ifPresent(server::addSanIpAddress);
      X509Bundle issued = server.buildIssuedBy(authority);
      return new ServerTls(
          Optional.of(
              context(
                  SslContextBuilder.forServer(
                      issued.getKeyPair().getPrivate(), issued.getCertificatePath()))),
          Optional.of(authority.getCertificate()));
    } catch (Exception e) {
      throw new IllegalStateException("Could not create a certificate for localhost.", e);
    }
  }

  /** Reads a certificate (or a chain) and an unencrypted PKCS#8 key, both in PEM format. */
  public static ServerTls of(Path certificatePem, Path keyPem) throws IOException {
    X509Certificate topmost = topmost(certificatePem);
    if (!Files.isReadable(keyPem)) {
      throw new IOException("Cannot read the key file " + keyPem);
    }
    try {
      return new ServerTls(
          Optional.of(
              context(SslContextBuilder.forServer(certificatePem.toFile(), keyPem.toFile()))),
          Optional.of(topmost));
    } catch (IllegalArgumentException | SSLException e) {
      throw new IOException(
          "Expected an unencrypted PKCS#8 key in PEM (BEGIN PRIVATE KEY) in "
              + keyPem
              + " that matches the certificate in "
              + certificatePem,
          e);
    }
  }

  private static X509Certificate topmost(Path certificatePem) throws IOException {
    byte[] pem = Files.readAllBytes(certificatePem);
    try {
      Collection<? extends java.security.cert.Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      X509Certificate last = null;
      for (java.security.cert.Certificate certificate : chain) {
        last = (X509Certificate) certificate;
      }
      if (last == null) {
        throw new IOException("Expected an X.509 certificate in PEM in " + certificatePem);
      }
      return last;
    } catch (GeneralSecurityException e) {
      throw new IOException("Expected an X.509 certificate in PEM in " + certificatePem, e);
    }
  }

  private static SslContext context(SslContextBuilder builder) throws SSLException {
    return builder.sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2").build();
  }

  /** Returns the server's TLS context; empty without TLS. */
  public Optional<SslContext> context() {
    return context;
  }

  /** Returns the certificate that clients must trust; empty without TLS. */
  public Optional<X509Certificate> authority() {
    return authority;
  }

  /** Writes a certificate in PEM format. */
  public static void writePem(X509Certificate certificate, Path file) throws IOException {
    try {
      String body =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
      Files.writeString(
          file,
          "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n",
          StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IOException("Could not encode the certificate.", e);
    }
  }
}
