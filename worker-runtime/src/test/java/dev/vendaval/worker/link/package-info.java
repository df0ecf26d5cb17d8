@NullMarked
package dev.vendaval.worker.link;

import org.jspecify.annotations.NullMarked;
