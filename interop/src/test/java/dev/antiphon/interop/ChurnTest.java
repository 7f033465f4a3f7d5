package dev.antiphon.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Groups with our sessions and sessions of davey. Members of both kinds join and leave. After each
 * commit all members are in the same epoch and can decrypt each other's frames.
 */
@ExtendWith(Node.class)
class ChurnTest {
  private static final int COMMITS = Integer.getInteger("antiphon.interop.commits", 60);
  private static final long SEED = Long.getLong("antiphon.interop.seed", 1);
  private static final int MAX_MEMBERS = 32;
  private static final int ROUNDS_OF_A_CALL = 20;

  private final Random random = new Random(SEED);
  private final Figures figures = new Figures();

  /** The counts of a test run. */
  private static final class Figures {
    private int calls;
    private int ours;
    private int theirs;
    private int joins;
    private int leaves;
    private int largest;
    private long frames;
    private int pairs;
    private int recovered;
    private int refused;

    int commits() {
      return ours + theirs;
    }

    @Override
    public String toString() {
      return ("Interop with davey: %d commits, %d ours, %d davey's; %d calls, %d joins, %d leaves,"
              + " up to %d members; %,d frames decrypted, %d pairwise codes equal,"
              + " %d recoveries from a damaged commit or welcome,"
              + " %d commits of davey refused after a revocation; seed %d")
          .formatted(
              commits(), ours, theirs, calls, joins, leaves, largest, frames, pairs, recovered,
              refused, SEED);
    }
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void antiphonAndDaveyDecryptEachOthersFramesAfterJoinsAndLeaves() {
    try (NodeProgram davey = new NodeProgram("davey.mjs", Map.of())) {
      while (figures.commits() < COMMITS) {
        new Call(davey).run();
      }
      System.out.println(figures);
    } catch (AssertionError e) {
      throw new AssertionError("The test failed after: " + figures, e);
    }
  }

  /** One call, starting with its first member. */
  private final class Call {
    private final long channelId = random.nextLong();
    private final MixedCall call = new MixedCall(channelId, random);
    private final Map<Long, Peer> peers = new LinkedHashMap<>();
    private final NodeProgram davey;
    private final int maxMembers =
        figures.calls == 0 ? MAX_MEMBERS : 2 + random.nextInt(MAX_MEMBERS - 1);

    Call(NodeProgram davey) {
      this.davey = davey;
      figures.calls++;
    }

    void run() {
      for (int i = 0; i < ROUNDS_OF_A_CALL && figures.commits() < COMMITS; i++) {
        change(
            i == ROUNDS_OF_A_CALL / 2
                ? maxMembers
                : 1 + random.nextInt(1 + random.nextInt(maxMembers)));
      }
      peers.values().forEach(Peer::close);
    }

    private void change(int wanted) {
      List<Long> leaving = leaving(wanted);
      List<Peer> coming = coming(wanted - peers.size() + leaving.size());
      Map<Long, byte[]> late = encryptedFrames();
      int recovered = call.recovered();
      int refused = call.refused();
      List<Peer> gone = leaving.stream().map(peers::remove).toList();
      Optional<MixedCall.Member> committer = call.change(leaving, coming);
      coming.forEach(peer -> peers.put(peer.userId(), peer));
      peers.keySet().removeIf(user -> !call.isPresent(user));
      gone.forEach(Peer::close);
      figures.joins += coming.size();
      figures.leaves += leaving.size();
      figures.recovered += call.recovered() - recovered;
      figures.refused += call.refused() - refused;
      if (committer.isPresent()) {
        count(committer.get());
        checkFramesSentBefore(late, call.recovered() == recovered);
        check();
      }
    }

    private void count(MixedCall.Member committer) {
      if (committer.isOurs()) {
        figures.ours++;
      } else {
        figures.theirs++;
      }
      figures.largest = Math.max(figures.largest, peers.size());
    }

    /** The users that leave. At least one member that can commit stays. */
    private List<Long> leaving(int wanted) {
      int surplus = Math.max(0, peers.size() - wanted);
      List<Long> users = new ArrayList<>(peers.keySet());
      Collections.shuffle(users, random);
      users.stream().filter(call.users()::contains).findFirst().ifPresent(users::remove);
      return users.subList(0, Math.min(users.size(), surplus + random.nextInt(3)));
    }

    private List<Peer> coming(int count) {
      List<Peer> coming = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long user = random.nextLong();
        coming.add(
            random.nextBoolean()
                ? new OurPeer(user, channelId)
                : new DaveyPeer(user, channelId, davey));
      }
      return coming;
    }

    /**
     * One frame of each member, encrypted with its current keys. A member that is alone has no
     * keys.
     */
    private Map<Long, byte[]> encryptedFrames() {
      Map<Long, byte[]> frames = new LinkedHashMap<>();
      if (call.users().size() > 1) {
        call.users().stream()
            .filter(peers::containsKey)
            .forEach(user -> frames.put(user, peers.get(user).protect(frame(user))));
      }
      return frames;
    }

    /** Checks that members decrypt frames that were encrypted just before the commit. */
    private void checkFramesSentBefore(Map<Long, byte[]> frames, boolean noRecovery) {
      frames.keySet().retainAll(peers.keySet());
      if (noRecovery) {
        List<Peer> listeners = frames.keySet().stream().map(peers::get).toList();
        listeners.forEach(
            listener -> frames.forEach((user, frame) -> checkFrame(listener, user, frame)));
      }
    }

    private byte[] frame(long user) {
      byte[] frame = new byte[12 + (int) (user & 0x7f)];
      new Random(user).nextBytes(frame);
      return frame;
    }

    private void checkFrame(Peer listener, long speaker, byte[] frame) {
      if (listener.userId() != speaker) {
        assertThat(listener.unprotect(speaker, frame))
            .as("%s decrypts a frame of %s", listener, peers.get(speaker))
            .isEqualTo(frame(speaker));
        figures.frames++;
      }
    }

    private void check() {
      assertThat(call.users()).containsExactlyInAnyOrderElementsOf(peers.keySet());
      String code = peers.values().iterator().next().privacyCode();
      assertThat(code).matches("(\\d{5} ?){6}");
      for (Peer peer : peers.values()) {
        assertThat(peer.privacyCode().replace(" ", ""))
            .as("%s", peer)
            .isEqualTo(code.replace(" ", ""));
      }
      encryptedFrames()
          .forEach((speaker, frame) -> peers.values().forEach(p -> checkFrame(p, speaker, frame)));
      if (figures.commits() % 5 == 0) {
        comparePair();
      }
    }

    private void comparePair() {
      List<Peer> ours = peers.values().stream().filter(Peer::isOurs).toList();
      List<Peer> theirs = peers.values().stream().filter(peer -> !peer.isOurs()).toList();
      if (!ours.isEmpty() && !theirs.isEmpty()) {
        Peer one = ours.get(random.nextInt(ours.size()));
        Peer other = theirs.get(random.nextInt(theirs.size()));
        assertThat(one.pairwiseCode(other.userId()).replace(" ", ""))
            .hasSize(45)
            .isEqualTo(other.pairwiseCode(one.userId()).replace(" ", ""));
        figures.pairs++;
      }
    }
  }
}
