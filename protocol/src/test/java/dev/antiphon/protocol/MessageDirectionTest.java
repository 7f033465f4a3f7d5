package dev.antiphon.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who sends a message, by its opcode and by its type, and which method receives it. */
class MessageDirectionTest {

  static Stream<GatewayMessage> messages() {
    return Samples.all();
  }

  static Stream<ServerMessage> ofServer() {
    return Samples.all().filter(ServerMessage.class::isInstance).map(ServerMessage.class::cast);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theTypeSaysWhatTheOpcodeSays(GatewayMessage message) {
    Opcode.Sender sender =
        Opcode.of(message.opcode()).map(Opcode::sender).orElse(Opcode.Sender.BOTH);
    assertThat(message instanceof ClientMessage).isEqualTo(sender != Opcode.Sender.SERVER);
    assertThat(message instanceof ServerMessage).isEqualTo(sender != Opcode.Sender.CLIENT);
  }

  @ParameterizedTest
  @MethodSource("ofServer")
  void theMethodOfItsTypeReceivesTheMessage(ServerMessage message) {
    List<String> called = new ArrayList<>();
    message.accept(recorder(ServerMessage.Receiver.class, message, called));
    if (message instanceof DaveServerMessage dave) {
      DaveServerMessage.Reader<?> reader =
          recorder(DaveServerMessage.Reader.class, message, called);
      dave.accept(reader);
    }
    String own = decapitalised(message.getClass().getSimpleName());
    assertThat(called)
        .isEqualTo(
            message instanceof DaveServerMessage
                ? List.of("dave", decapitalised(own.replaceFirst("^(dave|mls)", "")))
                : List.of(own));
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
