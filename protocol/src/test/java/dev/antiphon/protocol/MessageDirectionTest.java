package dev.antiphon.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the sender of each message (by opcode and by type) and the visitor method for it. */
class MessageDirectionTest {

  static Stream<GatewayMessage> messages() {
    return Samples.all();
  }

  static Stream<ServerMessage> serverMessages() {
    return Samples.all().filter(ServerMessage.class::isInstance).map(ServerMessage.class::cast);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void messageTypeAndOpcodeHaveTheSameSender(GatewayMessage message) {
    Opcode.Sender sender =
        Opcode.of(message.opcode()).map(Opcode::sender).orElse(Opcode.Sender.BOTH);
    assertThat(message instanceof ClientMessage).isEqualTo(sender != Opcode.Sender.SERVER);
    assertThat(message instanceof ServerMessage).isEqualTo(sender != Opcode.Sender.CLIENT);
  }

  @ParameterizedTest
  @MethodSource("serverMessages")
  void acceptCallsTheMethodForTheMessageType(ServerMessage message) {
    List<String> called = new ArrayList<>();
    message.accept(recorder(ServerMessage.Receiver.class, message, called));
    if (message instanceof DaveServerMessage dave) {
      DaveServerMessage.Reader<?> reader =
          recorder(DaveServerMessage.Reader.class, message, called);
      dave.accept(reader);
    }
    String typeName = decapitalised(message.getClass().getSimpleName());
    assertThat(called)
        .isEqualTo(
            message instanceof DaveServerMessage
                ? List.of("dave", decapitalised(typeName.replaceFirst("^(dave|mls)", "")))
                : List.of(typeName));
  }

  private static <T> T recorder(Class<T> type, ServerMessage expected, List<String> called) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              assertThat(arguments).containsExactly(expected);
              called.add(method.getName());
              return null;
            }));
  }

  private static String decapitalised(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
