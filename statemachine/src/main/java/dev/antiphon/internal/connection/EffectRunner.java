package dev.antiphon.internal.connection;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.dave.DaveFrameStatistics;
import dev.antiphon.dave.DaveStatistics;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.gateway.internal.Endpoint;
import dev.antiphon.gateway.internal.InvalidEndpointException;
import dev.antiphon.gateway.internal.SequenceTracker;
import dev.antiphon.gateway.internal.VoiceSocket;
import dev.antiphon.internal.flow.Effect;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.Resume;
import dev.antiphon.protocol.SelectProtocol;
import dev.antiphon.udp.internal.MediaSnapshot;
import dev.antiphon.udp.internal.OutgoingAudio;
import dev.antiphon.udp.internal.PathStatistics;
import dev.antiphon.udp.internal.Speakers;
import dev.antiphon.udp.internal.UdpPath;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Executes the effects of the flow on real sockets. Runs on the connection's event loop only. It
 * makes no decisions of the flow.
 *
 * <p>Invariant: each socket and each UDP path is registered under its generation, from the effect
 * that creates it until it is closed.
 */
final class EffectRunner implements Effect.Executor {
  private static final double NANOS_PER_MILLI = 1_000_000;

  /** The dialer's time limit is one part of this number shorter than the flow's deadline. */
  private static final int DIAL_LIMIT_PARTS = 20;

  private final VoiceRuntime runtime;
  private final ConnectionContext context;
  private final OpenSockets sockets;
  private final VoiceStateSender sender;
  private final PendingRequests requests;
  private final Supplier<Snapshot> published;
  private final Timers timers;
  private final EndToEndEncryption endToEnd;
  private final SpeakingAnnouncer speaking;
  private final OutgoingAudio audio;

  /** The users of the SSRCs in the current voice session. A resume keeps them. */
  private Speakers speakers = new Speakers();

  private final SequenceTracker sequence = new SequenceTracker();
  private final Map<Integer, UdpPath> paths = new HashMap<>();
  private volatile @Nullable UdpPath lastPath;

  /**
   * Starts without sockets. {@code published} returns the state and memory after the current step.
   */
  EffectRunner(
      VoiceRuntime runtime,
      ConnectionContext context,
      OpenSockets sockets,
      VoiceStateSender sender,
      PendingRequests requests,
      Supplier<Snapshot> published) {
    this.runtime = runtime;
    this.context = context;
    this.sockets = sockets;
    this.sender = sender;
    this.requests = requests;
    this.published = published;
    this.timers = new Timers(context.loop(), context.events());
    this.speaking = new SpeakingAnnouncer(sockets::send);
    this.audio = new OutgoingAudio(runtime.settings().queueCapacity(), speaking);
    this.endToEnd = runtime.endToEnd(context, sockets, audio);
  }

  OutgoingAudio audio() {
    return audio;
  }

  SpeakingAnnouncer speaking() {
    return speaking;
  }

  Optional<Duration> roundTrip() {
    return sockets.roundTrip();
  }

  Optional<PathStatistics> udpStatistics() {
    return Optional.ofNullable(lastPath).map(UdpPath::statistics);
  }

  Optional<DaveStatistics> daveStatistics() {
    return endToEnd.statistics();
  }

  Optional<DaveFrameStatistics> framesReceived() {
    return endToEnd.framesReceived();
  }

  @Override
  public void sendVoiceState(Effect.SendVoiceState effect) {
    sender.send(effect, context.events()::accept);
  }

  @Override
  public void dialGateway(Effect.DialGateway effect) {
    sequence.reset();
    speakers = new Speakers();
    dial(effect.generation(), effect.endpoint());
  }

  @Override
  public void redialGateway(Effect.RedialGateway effect) {
    dial(effect.generation(), effect.endpoint());
  }

  private void dial(int generation, int endpointOrdinal) {
    endToEnd.dialled(generation);
    Endpoint endpoint;
    try {
      endpoint = Endpoint.parse(context.vault().endpoints().value(endpointOrdinal));
    } catch (InvalidEndpointException e) {
      context
          .events()
          .accept(
              new VoiceEvent.DialFailed(
                  generation, "the endpoint cannot be used: " + e.getMessage(), true));
      return;
    }
    VoiceSocket socket =
        runtime
            .dialer()
            .dial(
                context.loop(),
                endpoint,
                sequence,
                dialLimit(),
                new SocketEvents(
                    generation,
                    context,
                    speakers,
                    endToEnd,
                    runtime.settings().mediaAddresses(),
                    () -> sockets.find(generation).flatMap(VoiceSocket::remoteAddress)));
    sockets.add(generation, socket);
  }

  @Override
  public void sendIdentify(Effect.SendIdentify effect) {
    published.get().memory().intent().target().ifPresent(endToEnd::begin);
    Identify identify =
        new Identify(
            context.subject().guildId(),
            context.subject().userId(),
            context.vault().sessions().value(effect.session()),
            context.vault().tokens().value(effect.token()),
            endToEnd.offeredVersion());
    sockets.find(effect.generation()).ifPresent(socket -> socket.send(identify));
  }

  @Override
  public void sendResume(Effect.SendResume effect) {
    Resume resume =
        new Resume(
            context.subject().guildId(),
            context.vault().sessions().value(effect.session()),
            context.vault().tokens().value(effect.token()),
            sequence.last());
    sockets.find(effect.generation()).ifPresent(socket -> socket.send(resume));
  }

  @Override
  public void startHeartbeat(Effect.StartHeartbeat effect) {
    Duration interval = Duration.ofNanos((long) (effect.intervalMillis() * NANOS_PER_MILLI));
    sockets.find(effect.generation()).ifPresent(socket -> socket.startHeartbeat(interval));
  }

  @Override
  public void closeSocket(Effect.CloseSocket effect) {
    sockets.find(effect.generation()).ifPresent(socket -> socket.close(effect.code(), ""));
  }

  @Override
  public void abortSocket(Effect.AbortSocket effect) {
    sockets.find(effect.generation()).ifPresent(VoiceSocket::abort);
  }

  @Override
  public void openUdp(Effect.OpenUdp effect) {
    UdpPath path =
        runtime
            .udp()
            .open(
                context.loop(),
                context.vault().addresses().value(effect.server()),
                new UdpEvents(effect.generation(), context));
    paths.put(effect.generation(), path);
    lastPath = path;
    path.closed()
        .whenCompleteAsync((done, failure) -> paths.remove(effect.generation()), context.loop());
  }

  @Override
  public void sendDiscovery(Effect.SendDiscovery effect) {
    path(effect.generation()).ifPresent(path -> path.discover(effect.ssrc()));
  }

  @Override
  public void closeUdp(Effect.CloseUdp effect) {
    path(effect.generation()).ifPresent(UdpPath::close);
  }

  @Override
  public void selectProtocol(Effect.SelectProtocol effect) {
    InetSocketAddress own = context.vault().addresses().value(effect.own());
    sockets
        .find(effect.generation())
        .ifPresent(
            socket ->
                socket.send(
                    new SelectProtocol(
                        "udp", own.getHostString(), own.getPort(), effect.mode().wireName())));
  }

  @Override
  public void publishMedia(Effect.PublishMedia effect) {
    endToEnd.established();
    MediaSnapshot media = media(effect.ssrc(), effect.mode(), effect.key());
    path(effect.generation()).ifPresent(path -> path.publish(media, audio, speakers));
  }

  @Override
  public void rekeyMedia(Effect.RekeyMedia effect) {
    MediaSnapshot media = media(effect.ssrc(), effect.mode(), effect.key());
    path(effect.generation()).ifPresent(path -> path.rekey(media));
  }

  @Override
  public void withdrawMedia(Effect.WithdrawMedia effect) {
    path(effect.generation()).ifPresent(UdpPath::withdraw);
    if (endToEnd.awaitsKeys()) {
      audio.abandonStops();
    }
  }

  @Override
  public void startKeepalive(Effect.StartKeepalive effect) {
    path(effect.generation())
        .ifPresent(path -> path.startKeepalive(runtime.settings().keepalive()));
  }

  @Override
  public void stopKeepalive(Effect.StopKeepalive effect) {
    path(effect.generation()).ifPresent(UdpPath::stopKeepalive);
  }

  @Override
  public void holdSpeaking(Effect.HoldSpeaking effect) {
    speaking.suspend();
  }

  @Override
  public void announceSpeaking(Effect.AnnounceSpeaking effect) {
    speaking.established(effect.ssrc());
  }

  @Override
  public void startTimer(Effect.StartTimer effect) {
    Duration extra = effect.fromSending() ? sender.untilSent() : Duration.ZERO;
    timers.start(effect.timer(), effect.generation(), effect.delay().plus(extra));
  }

  @Override
  public void stopTimer(Effect.StopTimer effect) {
    timers.stop(effect.timer());
  }

  @Override
  public void completeJoin(Effect.CompleteJoin effect) {
    requests.joined(effect.channelId(), published.get());
  }

  @Override
  public void failMove(Effect.FailMove effect) {
    requests.moveFailed(effect.channelId(), effect.why());
  }

  @Override
  public void failRequests(Effect.FailRequests effect) {
    requests.failed(effect.kept(), effect.why());
  }

  @Override
  public void askPolicy(Effect.AskPolicy effect) {
    AuditEntry.Subject subject = context.subject();
    runtime
        .policy()
        .ask(
            new PolicyRequest(
                subject.connectionId(),
                subject.guildId(),
                effect.question(),
                effect.number(),
                published.get()))
        .thenAccept(answer -> answer.ifPresent(context.events()::accept));
  }

  @Override
  public void reportViolation(Effect.ReportViolation effect) {
    context.counters().violation(effect.kind());
    context.observer().violated(effect.kind());
  }

  @Override
  public void recoverKeys(Effect.RecoverKeys effect) {
    endToEnd.keysOverdue(effect.session());
  }

  @Override
  public void dropCredentials(Effect.DropCredentials effect) {
    context.vault().clear();
  }

  @Override
  public void completeEnd(Effect.CompleteEnd effect) {
    release();
  }

  /** Releases all resources at the end of the connection, and completes the pending requests. */
  private void release() {
    timers.stopAll();
    if (published.get().at().substate() == DisconnectReason.REPLACED) {
      sender.forgetJoins();
    } else {
      sender.withdrawJoins();
    }
    speaking.suspend();
    audio.close();
    endToEnd.close();
    CompletableFuture<?>[] closing =
        Stream.concat(sockets.closed(), paths.values().stream().map(UdpPath::closed))
            .toArray(CompletableFuture[]::new);
    requests.ended(published.get(), CompletableFuture.allOf(closing));
  }

  private MediaSnapshot media(long ssrc, EncryptionMode mode, int key) {
    return new MediaSnapshot(ssrc, mode, context.vault().keys().value(key), endToEnd.transform());
  }

  /**
   * The time limit of the dialer. It is slightly shorter than the flow's deadline, so that the
   * dialer can report the stage that takes too long.
   */
  private Duration dialLimit() {
    Duration deadline = runtime.settings().limits().delay(FlowTimer.DIAL);
    return deadline.minus(deadline.dividedBy(DIAL_LIMIT_PARTS));
  }

  /** The UDP path; empty if it is closed. */
  private Optional<UdpPath> path(int generation) {
    return Optional.ofNullable(paths.get(generation));
  }
}
