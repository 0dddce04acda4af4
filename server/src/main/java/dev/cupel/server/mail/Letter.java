package dev.cupel.server.mail;

/**
 * What is sent.
 *
 * @param to one address
 * @param subject one line
 * @param text plain text
 */
public record Letter(String to, String subject, String text) {}
