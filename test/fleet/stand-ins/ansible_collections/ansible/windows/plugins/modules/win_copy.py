#!/usr/bin/python
# Stands in for ansible.windows.win_copy where there is no Windows: a file, copied when it differs.
import filecmp
import os
import shutil

from ansible.module_utils.basic import AnsibleModule


def main():
    module = AnsibleModule(dict(src=dict(type='path', required=True), dest=dict(type='path', required=True)))
    src, dest = module.params['src'], module.params['dest']
    if os.path.exists(dest) and filecmp.cmp(src, dest, shallow=False):
        module.exit_json(changed=False)
    shutil.copyfile(src, dest)
    os.chmod(dest, 0o700)
    module.exit_json(changed=True)


if __name__ == '__main__':
    main()
