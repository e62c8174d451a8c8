.PHONY: up-local

up-local: build # 3 instances behind nginx on free ports, without Docker; Ctrl-C ends them
	@loadbalancer/up.sh 3 bin/everything
