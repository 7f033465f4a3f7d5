package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.antiphon.spec.architecture.sample.Leaking;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No public type has an internal type in its signature. */
class LeaksTest {
  private static final String SAMPLE = "dev.antiphon.spec.architecture.sample.";

  @Test
  void noPublicTypeUsesAnInternalTypeInItsSignature() {
    Leaks.of(MainCode.classes()).assertNone();
  }

  @Test
  void internalTypesInEveryPartOfASignatureAreReported() {
    Violations found =
        Leaks.of(new ClassFileImporter().importPackagesOf(Leaking.class).stream().toList());
    assertThat(found.names())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    "BySupertype",
                    "ByArgumentOfSupertype",
                    "ByTypeParameter",
                    "ByField",
                    "ByComponent",
                    "ByParameter",
                    "ByConstructor",
                    "ByResult",
                    "ByMethodTypeParameter",
                    "ByThrown",
                    "ByInheritance")
                .map(
                    name ->
                        "leak: " + SAMPLE + "Leaking$" + name + " -> " + SAMPLE + "internal.Hidden")
                .toList());
  }
}
