#!/usr/bin/python
# Stands in for ansible.windows.win_command where there is no Windows. Like the real one it fails for an exit code.
from ansible.module_utils.basic import AnsibleModule


def main():
    module = AnsibleModule(dict(argv=dict(type='list', elements='str', required=True)))
    code, out, err = module.run_command(module.params['argv'])
    result = dict(rc=code, stdout=out, stderr=err, changed=True)
    if code != 0:
        module.fail_json(msg='non-zero return code', **result)
    module.exit_json(**result)


if __name__ == '__main__':
    main()
