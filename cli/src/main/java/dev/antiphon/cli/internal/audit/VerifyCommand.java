package dev.antiphon.cli.internal.audit;

import dev.antiphon.audit.AuditVerdict;
import dev.antiphon.audit.AuditVerifier;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Checks that audit files are intact. */
@Command(
    name = "verify",
    description = {
      "Check that audit files are intact: no line is changed, swapped, inserted, removed or cut.",
      "If they are not intact, print the first problem and exit with code 1."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  @Mixin private AuditFiles files;

  @Option(
      names = "--head",
      paramLabel = "HASH",
      description = "The expected head of the last file: 64 hexadecimal digits.")
  private Optional<String> head = Optional.empty();

  @Override
  public Integer call() {
    Optional<String> known = head.map(text -> text.toLowerCase(Locale.ROOT));
    if (known.isPresent() && !HASH.matcher(known.get()).matches()) {
      throw new ParameterException(
          files.commandLine(), "--head: expected 64 hexadecimal digits, but got " + head.get());
    }
    AuditVerdict verdict = AuditVerifier.verify(files.all(), known);
    PrintWriter out = files.commandLine().getOut();
    verdict.notes().forEach(note -> out.println("Note: " + note + "."));
    if (verdict.flaw().isPresent()) {
      files.commandLine().getErr().println("Not intact. " + verdict.flaw().get() + ".");
      return 1;
    }
    out.printf(
        "Intact: %d lines, %s, head %s%n",
        verdict.lines(), verdict.sealed() ? "sealed" : "up to the given head", verdict.head());
    return 0;
  }
}
