package com.huleedu.ras.adapter.json;

import org.jspecify.annotations.Nullable;

/**
 * The processing metadata of a message.
 *
 * @param error compact JSON; null if nothing is said
 */
record SystemMetadata(EntityReference entity, @Nullable String error) {

  static SystemMetadata read(Members members) throws MalformedException {
    EntityReference entity = EntityReference.ofMetadata(members);
    Members error = members.membersIfPresent("error_info");
    return new SystemMetadata(
        entity, error == null || error.node().isEmpty() ? null : JsonText.write(error.node()));
  }
}
