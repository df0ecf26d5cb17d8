@NullMarked
package dev.vendaval.worker.host;

import org.jspecify.annotations.NullMarked;
