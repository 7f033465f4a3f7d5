package dev.antiphon.internal.connection;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A text of a peer that is compared with secrets, without regard to upper and lower case. */
final class SecretText {
  /** A part of a secret with this length is as confidential as the secret. */
  private static final int PART = 8;

  private final String text;
  private final Set<String> parts;

  SecretText(String text) {
    this.text = text.toLowerCase(Locale.ROOT);
    this.parts =
        IntStream.rangeClosed(0, this.text.length() - PART)
            .mapToObj(from -> this.text.substring(from, from + PART))
            .collect(Collectors.toSet());
  }

  /** Whether the text contains the secret, or {@value #PART} characters of it in a row. */
  boolean reveals(String secret) {
    String comparable = secret.toLowerCase(Locale.ROOT);
    return comparable.length() < PART
        ? !comparable.isEmpty() && text.contains(comparable)
        : parts.stream().anyMatch(comparable::contains);
  }
}
