package dev.antiphon.benchmarks.internal;

import dev.antiphon.dave.internal.media.FrameDecryptor;
import dev.antiphon.dave.internal.media.FrameEncryptor;
import dev.antiphon.dave.internal.media.FrameOutcome;
import dev.antiphon.dave.internal.media.JdkFrameCipher;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures DAVE frame encryption and decryption of an Opus frame of 160 bytes. For comparison it
 * measures AES-128-GCM of the Java runtime with a 128-bit tag, and AES-128-GCM of Bouncy Castle
 * with a 64-bit tag. There are many short iterations, because on a busy computer the fastest
 * iteration is the most accurate one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 20, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 20, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls prepare first, and decrypt creates its decryptor
public class FrameBenchmark {
  private static final int LENGTH = 160;
  private static final int TAG_BITS = 128;
  private static final int SHORT_TAG_BITS = 64;
  private static final int IV = 12;
  private static final int FRAMES = 1 << 14;

  private final byte[] key = new byte[16];
  private final SecretKeySpec keySpec = new SecretKeySpec(key, "AES");
  private final byte[] speech = new byte[LENGTH];
  private final byte[] out = new byte[LENGTH + FrameEncryptor.MAX_OVERHEAD];
  private final byte[] iv = new byte[IV];
  private final byte[][] frames = new byte[FRAMES][];

  private int count;
  private int next;
  private FrameEncryptor encryptor;
  private FrameDecryptor decryptor;
  private Cipher runtime;
  private byte[] runtimeSealed;
  private GCMModeCipher bouncy;

  /**
   * Encrypts the frames for decryption. Each frame is decrypted only once, because a replay is
   * refused.
   */
  @Setup
  public void prepare() throws GeneralSecurityException {
    encryptor = FrameEncryptor.of(JdkFrameCipher::new, Secret.copyOf(key));
    for (int i = 0; i < FRAMES; i++) {
      frames[i] = Arrays.copyOf(out, encryptor.encrypt(speech, 0, LENGTH, out, 0));
    }
    bouncy = GCMBlockCipher.newInstance(AESEngine.newInstance());
    runtime = Cipher.getInstance("AES/GCM/NoPadding");
    runtime.init(Cipher.ENCRYPT_MODE, keySpec, new GCMParameterSpec(TAG_BITS, iv));
    runtimeSealed = runtime.doFinal(speech);
  }

  /** Antiphon: encryption. */
  @Benchmark
  public int encrypt() {
    return encryptor.encrypt(speech, 0, LENGTH, out, 0);
  }

  /** Antiphon: decryption. A new decryptor is created once per 16,384 frames. */
  @Benchmark
  public FrameOutcome decrypt() {
    int frame = next++ & FRAMES - 1;
    if (frame == 0) {
      decryptor = new FrameDecryptor(JdkFrameCipher::new);
      decryptor.addEpoch(1, Secret.copyOf(key), 0);
    }
    FrameOutcome outcome = decryptor.decrypt(frames[frame], 0, frames[frame].length, out, 0, 0);
    if (outcome != FrameOutcome.DECRYPTED) {
      throw new IllegalStateException("The frame was not decrypted: " + outcome);
    }
    return outcome;
  }

  /** The lower limit: encryption with the cipher of the Java runtime. */
  @Benchmark
  public int runtimeEncrypt() throws GeneralSecurityException {
    ByteBuffer.wrap(iv).putInt(0, ++count);
    runtime.init(Cipher.ENCRYPT_MODE, keySpec, new GCMParameterSpec(TAG_BITS, iv));
    return runtime.doFinal(speech, 0, LENGTH, out, 0);
  }

  /** The lower limit: decryption with the cipher of the Java runtime. */
  @Benchmark
  public int runtimeDecrypt() throws GeneralSecurityException {
    runtime.init(Cipher.DECRYPT_MODE, keySpec, new GCMParameterSpec(TAG_BITS, iv));
    return runtime.doFinal(runtimeSealed, 0, runtimeSealed.length, out, 0);
  }

  /** Bouncy Castle: encryption with a 64-bit tag. */
  @Benchmark
  public int bouncyEncrypt() throws InvalidCipherTextException {
    ByteBuffer.wrap(iv).putInt(0, ++count);
    bouncy.init(true, new AEADParameters(new KeyParameter(key), SHORT_TAG_BITS, iv));
    int done = bouncy.processBytes(speech, 0, LENGTH, out, 0);
    return done + bouncy.doFinal(out, done);
  }
}
