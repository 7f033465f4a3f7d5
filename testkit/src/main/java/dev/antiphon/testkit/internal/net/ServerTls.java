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

/** How the WebSocket is protected: by what context, and which certificate a client has to trust. */
public final class ServerTls {

  private static final Duration VALIDITY = Duration.ofDays(30);

  private final Optional<SslContext> context;
  private final Optional<X509Certificate> authority;

  private ServerTls(Optional<SslContext> context, Optional<X509Certificate> authority) {
    this.context = context;
    this.authority = authority;
  }

  /** No TLS. */
  public static ServerTls plain() {
    return new ServerTls(Optional.empty(), Optional.empty());
  }

  /**
   * An authority of its own and a certificate issued by it: strict clients refuse an authority that
   * serves as its own end entity.
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
      throw new IllegalStateException("Could not make a certificate for localhost.", e);
    }
  }

  /** A certificate (chain) and an unencrypted PKCS#8 key, both PEM. */
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
              + " that fits the certificate in "
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

  /** What the server speaks TLS with; empty for none. */
  public Optional<SslContext> context() {
    return context;
  }

  /** What a client has to trust; empty without TLS. */
  public Optional<X509Certificate> authority() {
    return authority;
  }

  /** Writes a certificate as PEM. */
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
