package dev.antiphon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads X.509 certificates from PEM files. */
final class PemCertificates {
  private PemCertificates() {}

  /**
   * All certificates of the file.
   *
   * @throws IllegalArgumentException if the file cannot be read or contains no certificate
   */
  static List<X509Certificate> read(Path pem) {
    List<X509Certificate> found = new ArrayList<>();
    try (InputStream in = Files.newInputStream(pem)) {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        found.add((X509Certificate) certificate);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(pem + " cannot be read: " + e.getMessage(), e);
    } catch (CertificateException e) {
      throw new IllegalArgumentException(pem + " is not a PEM file of X.509 certificates", e);
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(pem + " contains no certificate");
    }
    return List.copyOf(found);
  }
}
