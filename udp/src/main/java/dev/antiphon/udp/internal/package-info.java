/**
 * The voice UDP path: IP discovery, RTP, transport encryption, the 20 ms clock and the receiver.
 *
 * <p>{@link dev.antiphon.udp.internal.UdpTransport} opens one connected datagram socket per voice
 * connection. At each tick of the event loop's clock, a path takes one frame from {@link
 * dev.antiphon.udp.internal.OutgoingAudio}. A {@link dev.antiphon.udp.internal.FrameTransform} and
 * a {@link dev.antiphon.udp.spi.TransportCipher} protect the frame before it is sent. The state
 * machine is not involved.
 *
 * <p>This package makes no decisions about the connection. It does not depend on states, opcodes or
 * the WebSocket.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.udp.internal;

import org.jspecify.annotations.NullMarked;
