package dev.antiphon.dave;

/**
 * What a step asks its owner to do, in order. New keys are published before the gateway is told
 * that we are ready.
 */
public sealed interface DaveEffect {

  /** Calls the method of the executor for this kind of effect. */
  void accept(Executor executor);

  /**
   * Does what effects ask for: one method for each kind, so that an executor without one for a new
   * kind does not compile.
   */
  interface Executor {
    /** See {@link SendKeyPackage}. */
    void sendKeyPackage(SendKeyPackage effect);

    /** See {@link SendCommitWelcome}. */
    void sendCommitWelcome(SendCommitWelcome effect);

    /** See {@link SendTransitionReady}. */
    void sendTransitionReady(SendTransitionReady effect);

    /** See {@link SendInvalidCommitWelcome}. */
    void sendInvalidCommitWelcome(SendInvalidCommitWelcome effect);

    /** See {@link PublishMedia}. */
    void publishMedia(PublishMedia effect);

    /** See {@link EncryptionChanged}. */
    void encryptionChanged(EncryptionChanged effect);

    /** See {@link Refused}. */
    void refused(Refused effect);
  }

  /**
   * Send op 26.
   *
   * @param content the KeyPackage
   */
  record SendKeyPackage(DaveBytes content) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.sendKeyPackage(this);
    }
  }

  /**
   * Send op 28.
   *
   * @param content the commit, and the welcome if it adds somebody
   */
  record SendCommitWelcome(DaveBytes content) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.sendCommitWelcome(this);
    }
  }

  /**
   * Send op 23.
   *
   * @param transitionId the transition, never 0
   */
  record SendTransitionReady(int transitionId) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.sendTransitionReady(this);
    }
  }

  /**
   * Send op 31.
   *
   * @param transitionId the transition whose commit or welcome was not to be used
   */
  record SendInvalidCommitWelcome(int transitionId) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.sendInvalidCommitWelcome(this);
    }
  }

  /**
   * Give the frames these keys.
   *
   * @param media the keys
   */
  record PublishMedia(DaveMedia media) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.publishMedia(this);
    }
  }

  /**
   * Tell the application.
   *
   * @param encryption what is so from now on
   */
  record EncryptionChanged(DaveEncryption encryption) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.encryptionChanged(this);
    }
  }

  /**
   * Note that something of the gateway's was refused. It holds nothing secret.
   *
   * @param kind what it was
   * @param reason why: a name such as {@code BAD_SIGNATURE}, see {@link DaveRecord#refusal}
   * @param sentence what was found, and what was expected
   */
  record Refused(DaveEventKind kind, String reason, String sentence) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.refused(this);
    }
  }
}
