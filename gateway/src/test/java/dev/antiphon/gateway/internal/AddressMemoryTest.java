package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests which addresses of a host are tried first, and which are remembered. */
class AddressMemoryTest {
  private static final String HOST = "a.example";

  private final AddressMemory memory = new AddressMemory();

  @Test
  void familiesTakeTurnsBeginningWithTheFamilyOfTheFirstAddress() throws Exception {
    assertThat(memory.ordered(HOST, addresses("::1", "::2", "::3", "127.0.0.1"), 0))
        .isEqualTo(addresses("::1", "127.0.0.1", "::2", "::3"));
    assertThat(memory.ordered(HOST, addresses("127.0.0.1", "127.0.0.2", "::1"), 0))
        .isEqualTo(addresses("127.0.0.1", "::1", "127.0.0.2"));
    assertThat(memory.ordered(HOST, List.of(), 0)).isEmpty();
  }

  @Test
  void failedAddressesComeLastUntilTheyWorkOrTheFailureIsOld() throws Exception {
    List<InetAddress> found = addresses("127.0.0.1", "127.0.0.2");
    List<InetAddress> swapped = addresses("127.0.0.2", "127.0.0.1");
    memory.failed(HOST, found.get(0), 0);
    assertThat(memory.ordered(HOST, found, 1)).isEqualTo(swapped);
    assertThat(memory.ordered("another.example", found, 1)).isEqualTo(found);
    long old = AddressMemory.FAILURE_AGE.toNanos();
    assertThat(memory.ordered(HOST, found, old - 1)).isEqualTo(swapped);
    assertThat(memory.ordered(HOST, found, old)).isEqualTo(found);
    memory.worked(HOST, found.get(0));
    assertThat(memory.ordered(HOST, found, 1)).isEqualTo(found);
  }

  @Test
  void addressThatWorkedIsRememberedAfterAFailure() throws Exception {
    List<InetAddress> found = addresses("127.0.0.1", "127.0.0.2");
    found.forEach(address -> memory.worked(HOST, address));
    memory.failed(HOST, found.get(1), 0);
    assertThat(memory.remembered(HOST)).isEqualTo(addresses("127.0.0.2", "127.0.0.1"));
  }

  @Test
  void hostIsTheSameInUpperAndLowerCase() throws Exception {
    List<InetAddress> found = addresses("127.0.0.1", "127.0.0.2");
    memory.worked("A.Example", found.get(1));
    memory.failed("a.EXAMPLE", found.get(0), 0);
    assertThat(memory.remembered(HOST)).isEqualTo(addresses("127.0.0.2"));
    assertThat(memory.ordered(HOST, found, 1)).isEqualTo(addresses("127.0.0.2", "127.0.0.1"));
  }

  @Test
  void hostsAndAddressesAreBounded() throws Exception {
    for (int i = 1; i <= AddressMemory.ADDRESSES + 1; i++) {
      memory.worked(HOST, InetAddress.getByName("127.0.0." + i));
    }
    assertThat(memory.remembered(HOST))
        .isEqualTo(addresses("127.0.0.5", "127.0.0.4", "127.0.0.3", "127.0.0.2"));
    for (int i = 1; i <= AddressMemory.HOSTS; i++) {
      memory.failed("failed" + i, InetAddress.getByName("127.0.0.1"), 0);
    }
    assertThat(memory.remembered(HOST)).isNotEmpty();
    for (int i = 1; i <= AddressMemory.HOSTS; i++) {
      memory.worked("host" + i, InetAddress.getByName("127.0.0.1"));
    }
    assertThat(memory.remembered(HOST)).isEmpty();
  }

  private static List<InetAddress> addresses(String... found) throws Exception {
    return List.of(RaceTest.addresses(found));
  }
}
