/**
 * Mail: what the installation sends to people's addresses, if the operator names a mail server.
 *
 * <p>A mail is asked for in the transaction that has a reason for it, and sent later, as often as it takes. Its text is written at that
 * moment by the room that knows it ({@link dev.cupel.server.mail.Letters}), so that links with a secret stand nowhere but in the mail
 * (decision 0126).
 *
 * <p>Table: {@code mail}. Front door: {@link dev.cupel.server.mail.Mail}.
 */
@NullMarked
package dev.cupel.server.mail;

import org.jspecify.annotations.NullMarked;
