package com.huleedu.ras.adapter.postgres.database;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * An array as a parameter, in PostgreSQL's own form: the server takes its elements as they are,
 * where it would have to read a text for each. The driver makes no such arrays of times and UUIDs
 * itself, and sends these only where {@link #TYPES} are enabled for the connection; else the text
 * is sent.
 */
public class BinaryArray extends PGobject implements PGBinaryObject {
  private static final long serialVersionUID = 1;

  /** The numbers of array types that the driver sends as binary only if it is told to. */
  static final String TYPES = "1000,1185,2951";

  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant YEAR_1 = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");
  private static final String OVERFLOW = "22008";
  private static final int BYTES_PER_ELEMENT = 20;

  private final transient List<? extends @Nullable Object> elements;
  private final transient Element element;
  private transient byte @Nullable [] bytes;

  /** What arrays may have, and PostgreSQL's number for it. */
  private enum Element {
    TEXT("text", 25),
    INT8("bigint", 20),
    BOOL("boolean", 16),
    TIMESTAMPTZ("timestamptz", 1184),
    UUID("uuid", 2950),
    FLOAT8("double precision", 701);

    private final String sqlName;
    private final int number;

    Element(String sqlName, int number) {
      this.sqlName = sqlName;
      this.number = number;
    }

    static Element of(String sqlName) {
      for (Element element : values()) {
        if (element.sqlName.equals(sqlName)) {
          return element;
        }
      }
      return TEXT;
    }

    String arrayName() {
      return switch (this) {
        case TEXT -> "text[]";
        case INT8 -> "int8[]";
        case BOOL -> "bool[]";
        case TIMESTAMPTZ -> "timestamptz[]";
        case UUID -> "uuid[]";
        case FLOAT8 -> "float8[]";
      };
    }

    void write(Object value, DataOutputStream out) throws IOException {
      switch (this) {
        case TEXT -> {
          byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
          out.writeInt(text.length);
          out.write(text);
        }
        case INT8 -> writeLong(((Number) value).longValue(), out);
        case BOOL -> {
          out.writeInt(1);
          out.writeBoolean((Boolean) value);
        }
        case TIMESTAMPTZ -> writeLong(ChronoUnit.MICROS.between(EPOCH, (Instant) value), out);
        case UUID -> {
          out.writeInt(2 * Long.BYTES);
          out.writeLong(((UUID) value).getMostSignificantBits());
          out.writeLong(((UUID) value).getLeastSignificantBits());
        }
        case FLOAT8 -> writeLong(Double.doubleToRawLongBits(((Number) value).doubleValue()), out);
      }
    }

    private static void writeLong(long value, DataOutputStream out) throws IOException {
      out.writeInt(Long.BYTES);
      out.writeLong(value);
    }
  }

  /**
   * @param sqlName of the elements' type; of any that is not known here they are sent as texts
   * @param elements {@link Instant}, {@link UUID}, numbers, {@link Boolean}; others by their texts
   * @throws SQLException for a time that has no text of four-digit years: the server would take it,
   *     and who reads it may not
   */
  public BinaryArray(String sqlName, List<? extends @Nullable Object> elements)
      throws SQLException {
    for (Object value : elements) {
      if (value instanceof Instant time && (time.isBefore(YEAR_1) || !time.isBefore(YEAR_10000))) {
        throw new SQLDataException("time out of range: " + time, OVERFLOW);
      }
    }
    this.element = Element.of(sqlName);
    this.elements = elements;
    this.type = element.arrayName();
  }

  /** As which an array of these has to be read, where its parameter stands. */
  public static String arrayName(String sqlName) {
    return Element.of(sqlName).arrayName();
  }

  @Override
  public @Nullable String getValue() {
    return PgArray.of(elements, value -> value == null ? null : value.toString());
  }

  @Override
  public int lengthInBytes() {
    byte[] encoded = encoded();
    bytes = encoded;
    return encoded.length;
  }

  @Override
  public void toBytes(byte[] target, int offset) {
    byte[] encoded = bytes == null ? encoded() : bytes;
    System.arraycopy(encoded, 0, target, offset, encoded.length);
  }

  @Override
  public void setByteValue(byte[] value, int offset) {
    throw new UnsupportedOperationException("it is only sent");
  }

  /** Dimensions, whether there are nulls, the type; how many from which index; then each. */
  private byte[] encoded() {
    ByteArrayOutputStream all = new ByteArrayOutputStream(elements.size() * BYTES_PER_ELEMENT);
    try (DataOutputStream out = new DataOutputStream(all)) {
      out.writeInt(elements.isEmpty() ? 0 : 1);
      out.writeInt(1);
      out.writeInt(element.number);
      if (!elements.isEmpty()) {
        out.writeInt(elements.size());
        out.writeInt(1);
      }
      for (Object value : elements) {
        if (value == null) {
          out.writeInt(-1);
        } else {
          element.write(value, out);
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return all.toByteArray();
  }
}
