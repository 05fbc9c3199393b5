"""The variables of the environment by which a command tells its kernels where they work."""

HOME_VARIABLE = "CUTOVER_HOME"  # the folder that holds `data` and `reports`
RUN_FOLDER_VARIABLE = "CUTOVER_RUN_FOLDER"  # where a run puts its files until they are published
SPAWN_VARIABLE = "CUTOVER_SPAWN"  # set: no worker and no kernel is forked, each is started anew
