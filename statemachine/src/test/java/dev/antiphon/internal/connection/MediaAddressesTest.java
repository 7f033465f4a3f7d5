package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.internal.connection.MediaAddresses.Kind;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaAddressesTest {
  private static final MediaAddresses DEFAULT = new MediaAddresses(false);
  private static final MediaAddresses WIDENED = new MediaAddresses(true);
  private static final Set<Kind> LOCAL = EnumSet.of(Kind.PRIVATE, Kind.LOOPBACK);

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, UNSPECIFIED",
    "0.255.255.255, UNSPECIFIED",
    "1.0.0.0, PUBLIC",
    "9.255.255.255, PUBLIC",
    "10.0.0.0, PRIVATE",
    "10.255.255.255, PRIVATE",
    "11.0.0.0, PUBLIC",
    "100.63.255.255, PUBLIC",
    "100.64.0.0, PRIVATE",
    "100.127.255.255, PRIVATE",
    "100.128.0.0, PUBLIC",
    "126.255.255.255, PUBLIC",
    "127.0.0.1, LOOPBACK",
    "127.255.255.255, LOOPBACK",
    "128.0.0.0, PUBLIC",
    "169.253.255.255, PUBLIC",
    "169.254.169.254, LINK_LOCAL",
    "169.255.0.0, PUBLIC",
    "172.15.255.255, PUBLIC",
    "172.16.0.0, PRIVATE",
    "172.31.255.255, PRIVATE",
    "172.32.0.0, PUBLIC",
    "192.0.0.1, PRIVATE",
    "192.0.2.1, PUBLIC",
    "192.167.255.255, PUBLIC",
    "192.168.0.0, PRIVATE",
    "192.169.0.0, PUBLIC",
    "198.17.255.255, PUBLIC",
    "198.18.0.0, PRIVATE",
    "198.19.255.255, PRIVATE",
    "198.20.0.0, PUBLIC",
    "223.255.255.255, PUBLIC",
    "224.0.0.1, MULTICAST",
    "239.255.255.255, MULTICAST",
    "240.0.0.0, RESERVED",
    "255.255.255.254, RESERVED",
    "255.255.255.255, BROADCAST",
    "::, UNSPECIFIED",
    "::1, LOOPBACK",
    "::2, RESERVED",
    "::ffff:127.0.0.1, LOOPBACK",
    "::ffff:8.8.8.8, PUBLIC",
    "64:ff9b::10.0.0.1, PRIVATE",
    "64:ff9b::8.8.8.8, PUBLIC",
    "64:ff9b:1::1, PRIVATE",
    "100::1, RESERVED",
    "2001:db8::1, PUBLIC",
    "2002:7f00:1::, LOOPBACK",
    "2002:808:808::, PUBLIC",
    "2606:4700::1111, PUBLIC",
    "4000::1, RESERVED",
    "fbff::1, RESERVED",
    "fc00::1, PRIVATE",
    "fdff::1, PRIVATE",
    "fe80::1, LINK_LOCAL",
    "fe80::1%1, LINK_LOCAL",
    "febf::1, LINK_LOCAL",
    "fec0::1, PRIVATE",
    "feff::1, PRIVATE",
    "ff02::1, MULTICAST"
  })
  void addressHasTheKindOfItsRange(String address, Kind kind) {
    assertThat(MediaAddresses.kindOf(ip(address))).isEqualTo(kind);
  }

  @Property
  void onlyPublicAddressesAreAllowedUnlessTheEndpointIsLocal(
      @ForAll("addresses") InetAddress named, @ForAll("addresses") InetAddress endpoint) {
    Kind kind = MediaAddresses.kindOf(named);
    boolean local = LOCAL.contains(MediaAddresses.kindOf(endpoint));
    assertThat(DEFAULT.problem(named, Optional.of(endpoint)).isEmpty())
        .isEqualTo(kind == Kind.PUBLIC || (local && LOCAL.contains(kind)));
    assertThat(DEFAULT.problem(named, Optional.empty()).isEmpty()).isEqualTo(kind == Kind.PUBLIC);
    assertThat(WIDENED.problem(named, Optional.of(endpoint)).isEmpty())
        .isEqualTo(kind == Kind.PUBLIC || LOCAL.contains(kind));
  }

  @Property
  void addressInsideAnIpv6AddressHasTheSameKind(@ForAll("ipv4") InetAddress plain) {
    byte[] four = plain.getAddress();
    Kind kind = MediaAddresses.kindOf(plain);
    assertThat(MediaAddresses.kindOf(embedded("::ffff:0:0", 12, four))).isEqualTo(kind);
    assertThat(MediaAddresses.kindOf(embedded("64:ff9b::", 12, four))).isEqualTo(kind);
    assertThat(MediaAddresses.kindOf(embedded("2002::", 2, four))).isEqualTo(kind);
  }

  /** The JDK is a second opinion about the kinds that it knows. */
  @Property
  void kindsAgreeWithTheJdk(@ForAll("ipv4") InetAddress address) {
    Kind kind = MediaAddresses.kindOf(address);
    assertThat(kind == Kind.LOOPBACK).isEqualTo(address.isLoopbackAddress());
    assertThat(kind == Kind.MULTICAST).isEqualTo(address.isMulticastAddress());
    assertThat(kind == Kind.LINK_LOCAL).isEqualTo(address.isLinkLocalAddress());
    if (address.isSiteLocalAddress()) {
      assertThat(kind).isEqualTo(Kind.PRIVATE);
    }
  }

  @Test
  void refusalNamesTheExpectedAndTheFoundKind() {
    Optional<InetAddress> publicly = Optional.of(ip("8.8.8.8"));
    assertThat(DEFAULT.problem(ip("224.0.0.1"), publicly))
        .contains("expected a public address, found 224.0.0.1, a multicast address");
    assertThat(DEFAULT.problem(ip("10.1.2.3"), publicly))
        .contains(
            "expected a public address, found 10.1.2.3, a private address"
                + " (the option privateMediaAddresses would allow it)");
    assertThat(DEFAULT.problem(ip("0.0.0.0"), Optional.of(ip("127.0.0.1"))))
        .contains(
            "expected a public, private or loopback address, found 0.0.0.0,"
                + " an unspecified address");
  }

  @Provide
  Arbitrary<InetAddress> addresses() {
    return Arbitraries.oneOf(ipv4(), ipv6());
  }

  /** The first byte is chosen from the ranges that have special addresses, and from others. */
  @Provide
  Arbitrary<InetAddress> ipv4() {
    return bytes(4, 0, 8, 10, 100, 127, 169, 172, 192, 198, 224, 239, 240, 255);
  }

  private static Arbitrary<InetAddress> ipv6() {
    return bytes(16, 0, 0x20, 0x26, 0xFC, 0xFD, 0xFE, 0xFF);
  }

  private static Arbitrary<InetAddress> bytes(int length, Integer... first) {
    Arbitrary<Byte> anyByte =
        Arbitraries.oneOf(
            Arbitraries.bytes(),
            Arbitraries.of((byte) 0, (byte) 1, (byte) 18, (byte) 64, (byte) 254, (byte) 255));
    return Combinators.combine(
            Arbitraries.of(first), anyByte.array(byte[].class).ofSize(length - 1))
        .as(
            (head, rest) -> {
              byte[] whole = new byte[length];
              whole[0] = head.byteValue();
              System.arraycopy(rest, 0, whole, 1, rest.length);
              return address(whole);
            });
  }

  private static InetAddress embedded(String prefix, int at, byte[] four) {
    byte[] whole = Arrays.copyOf(NetUtil.createByteArrayFromIpAddressString(prefix), 16);
    System.arraycopy(four, 0, whole, at, four.length);
    return address(whole);
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static InetAddress ip(String text) {
    try {
      return InetAddress.getByName(text); // a literal, so that no name is looked up
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
