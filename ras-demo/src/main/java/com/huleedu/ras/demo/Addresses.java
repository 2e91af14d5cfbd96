package com.huleedu.ras.demo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where everything is once the demo is up, and how to get in. */
record Addresses(
    String http,
    String metrics,
    String admin,
    String kafka,
    String postgres,
    String redis,
    String apiKey) {
  static final String SERVICE_ID = "api-gateway-service";

  String status(String batch) {
    return http + "/internal/v1/batches/" + segment(batch) + "/status";
  }

  String batchesOf(String user) {
    return http + "/internal/v1/batches/user/" + segment(user);
  }

  /** A command that can be pasted into a shell. */
  String curl(String url) {
    return "curl -s -H 'X-Internal-API-Key: %s' -H 'X-Service-ID: %s' '%s'"
        .formatted(apiKey.replace("'", "'\\''"), SERVICE_ID, url);
  }

  /** The dead letters, as a command that can be pasted into a shell. */
  String deadLetters() {
    String usual = "http://127.0.0.1:4004";
    return "INTERNAL_API_KEY='%s' ./ras dead-letters list%s"
        .formatted(apiKey.replace("'", "'\\''"), admin.equals(usual) ? "" : " --url " + admin);
  }

  /** The members of the ready file. */
  Map<String, String> members() {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("http", http);
    members.put("metrics", metrics);
    members.put("admin", admin);
    members.put("kafka", kafka);
    members.put("postgres", postgres);
    members.put("redis", redis);
    members.put("api_key", apiKey);
    members.put("service_id", SERVICE_ID);
    return members;
  }

  private static String segment(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
