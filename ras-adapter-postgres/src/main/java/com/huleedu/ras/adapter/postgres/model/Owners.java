package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** All who ever owned some batches. As a rule a batch has one; how many it may have nobody says. */
final class Owners {
  private static final int AT_ONCE = 1_000;
  private static final String SQL =
      """
      select distinct o.owner from batch_results as b, unnest(b.owners) as o (owner)
      where b.batch_id = any (?)
      """;

  private Owners() {}

  /** To be asked inside a transaction, where the driver fetches what is many in pieces. */
  static Set<UserId> of(Connection connection, Collection<String> batches) throws SQLException {
    Set<UserId> owners = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      statement.setFetchSize(AT_ONCE);
      statement.setArray(1, connection.createArrayOf("text", batches.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          owners.add(new UserId(rows.getString(1)));
        }
      }
    }
    return owners;
  }
}
