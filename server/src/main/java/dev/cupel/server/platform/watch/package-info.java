/** What an operator watches: health and metrics. */
@NullMarked
package dev.cupel.server.platform.watch;

import org.jspecify.annotations.NullMarked;
