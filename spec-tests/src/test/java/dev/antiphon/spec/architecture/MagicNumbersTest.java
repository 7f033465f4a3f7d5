package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Only module {@code protocol} writes close codes and opcodes as numbers; other code uses names.
 */
class MagicNumbersTest {
  private static final String PROTOCOL = "protocol";

  @Test
  void onlyTheProtocolModuleContainsCloseCodesAndOpcodesAsNumbers() {
    MagicNumbers.of(
            MainCode.sources().stream()
                .filter(source -> !source.module().equals(PROTOCOL))
                .toList())
        .assertNone();
  }

  @Test
  void knownCloseCodeIsReported() {
    assertEachIsReported(
        "close codes",
        "int x = 4014;",
        "static final java.util.List<Integer> X = java.util.List.of(1, 4_014);",
        "boolean is(int x) { return x == 4014; }",
        "void m() { n(0xFAE); }",
        "int m(int x) { return switch (x) { case 4014 -> 1; default -> 0; }; }");
  }

  @Test
  void numberUsedAsACloseCodeIsReported() {
    assertEachIsReported(
        "close codes",
        "static final int NORMAL_CLOSURE = 1000;",
        "static final java.util.List<Integer> CLOSE_CODES = java.util.List.of(1000);",
        "boolean is(int code) { return 1000 <= code; }",
        "boolean is(Closed event) { return event.code() == 1000; }",
        "void m() { socket.close(1000); }",
        "void m() { x = new Closed(0, 1000); } record Closed(int generation, int closeCode) {}");
  }

  @Test
  void numberUsedAsAnOpcodeIsReported() {
    assertEachIsReported(
        "opcodes",
        "int opcode = 4;",
        "static final java.util.Set<Integer> OPCODES = java.util.Set.of(4);",
        "boolean is(int op) { return op == 4; }",
        "boolean is(Message message) { return 4 < message.opcode(); }",
        "int m(int opcode) { return switch (opcode) { case 4 -> 0; default -> 1; }; }",
        "void m(int opcode) { switch (opcode) { case 4: n(); } }",
        "Object m() { return Opcode.of(4); }",
        "void m() { json.put(\"op\", 4); }",
        "void m() { n(true, 4); } void n(boolean first, int opcode) {}",
        "void m() { x = new Message(4); } record Message(int opcode) { static final int X = 7; }");
  }

  @Test
  void otherNumbersAreIgnored() {
    assertThat(
            planted(
                    "/** After 4014. */ int x;",
                    "int x; // 4014",
                    "String x = \"closed: 4014\";",
                    "static final int MILLIS = 1000;",
                    "static final int MAX_LEAVES = 4096;",
                    "void m() { n(true, 4); } void n(boolean first, int second) {}",
                    "int CLOSE = CloseCode.CLOSE_4014.number();",
                    "boolean is(int opcode) { return opcode == Opcode.RESUME.number(); }",
                    "int m(int opcode) { return switch (opcode) { default -> 1; }; }",
                    "static final int MOST_OPCODES = 64;",
                    "long option = 4;",
                    "String encode(int x) { return y(1000); }")
                .names())
        .isEmpty();
  }

  @Test
  void messageContainsTheLineAndTheNumber() {
    assertThat(planted("\nint opcode = 4,\ncode = 4999;").text())
        .isEqualTo(
            """
            number: close codes in a.Planted0
              line 3: expected a name of module protocol for the close code 4999
            number: opcodes in a.Planted0
              line 2: expected a name of module protocol for the opcode 4
            """);
  }

  private static void assertEachIsReported(String kind, String... members) {
    assertThat(planted(members).names())
        .containsExactlyElementsOf(
            IntStream.range(0, members.length)
                .mapToObj(i -> "number: " + kind + " in a.Planted" + i)
                .toList());
  }

  /** Creates one class per member, numbered in order; at most ten. */
  private static Violations planted(String... members) {
    return MagicNumbers.of(
        IntStream.range(0, members.length)
            .mapToObj(i -> new SourceFile("m", "a", "Planted" + i, text(i, members[i])))
            .toList());
  }

  private static String text(int number, String member) {
    return "package a; class Planted" + number + " { " + member + "\n }";
  }
}
