package dev.antiphon.internal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.Trigger;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          voice.example:443 closed the connection                | voice.example closed the connection
          refused: voice.example/192.0.2.7:443                   | refused: voice.example(an address)
          refused: voice.example/[2001:db8::7%eth0]:443, or not  | refused: voice.example(an address), or not
          no route to 192.0.2.7                                  | no route to (an address)
          from localhost/0:0:0:0:0:0:0:1 to /2001:db8:0:0:0:0:0:7 | from localhost(an address) to (an address)
          fe80::1%eth0 or ::1, then 2001:db8::7:1                | (an address) or (an address), then (an address)
          Thing::method at 03:04:05, ratio 1:2                   | Thing::method at 03:04:05, ratio 1:2
          the nonce 1.2.3 of 4:5 is fine                         | the nonce 1.2.3 of 4:5 is fine
          other.example:80 is another                            | other.example:80 is another
          """)
  void addressesAndThePortOfTheVoiceServerAreHidden(String text, String shown) {
    Optional<String> host = Optional.of("voice.example");
    assertThat(Redaction.of(new Trigger.Failure(text), host)).isEqualTo(new Trigger.Failure(shown));
    assertThat(Redaction.of(new Trigger.Closed(4006, text), host))
        .isEqualTo(new Trigger.Closed(4006, shown));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1:4433 is silent,127.0.0.1 is silent", "at 127.0.0.2,at (an address)"})
  void addressIsKeptWhenItIsTheHostOfTheVoiceServer(String text, String shown) {
    assertThat(Redaction.of(new Trigger.Failure(text), Optional.of("127.0.0.1")))
        .isEqualTo(new Trigger.Failure(shown));
  }
}
