/** Whether what is shipped beside the jar holds together: the Helm chart, the scripts. Needs neither a cluster nor a helm binary. */
@NullMarked
package dev.lockkeeper.packaging;

import org.jspecify.annotations.NullMarked;
