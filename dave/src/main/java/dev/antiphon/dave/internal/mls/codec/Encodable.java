package dev.antiphon.dave.internal.mls.codec;

/** A structure of MLS that can be written; its class has the method that reads it. */
public interface Encodable {
  /** Appends the structure. */
  void writeTo(MlsWriter writer);

  /** The structure alone. */
  default Bytes encode() {
    MlsWriter writer = new MlsWriter();
    writeTo(writer);
    return writer.toBytes();
  }
}
